import type { Registry } from '../registry.js';
import { fittingHosts } from './fitting-hosts.js';
import type { Availability, HostQuery, Selection } from './query.js';

/**
 * All hosts that fit, each once; leased ones and those that failed lately go last. Throws `no_match` where none does,
 * `unknown_provider`, and `unknown_host` for a target that can be no host at all.
 */
export function selectHosts(
  registry: Registry,
  query: HostQuery,
  availability: Availability = {},
): Selection {
  const { fitting, others } = fittingHosts(registry, query, availability);
  const hosts = fitting.map(({ standing, why, ...selected }) => ({
    ...selected,
    why: standing.why === '' ? why : `${why}; ${standing.why}`,
  }));
  const chosen = hosts.flatMap(({ host, why }) => (host ? [{ host, chosen: true, why }] : []));
  return { hosts, considered: [...chosen, ...others] };
}
