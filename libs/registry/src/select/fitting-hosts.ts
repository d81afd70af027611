import type { Registry, RegistryHost } from '../registry.js';
import { labelTest } from './label-test.js';
import { noMatch, notAsked, unknownProvider } from './no-match.js';
import type { Availability, Considered, HostQuery, SelectedTarget } from './query.js';
import { indexOf } from './registry-index.js';
import { resolveTargets } from './resolve-targets.js';
import { type Standing, standings } from './standing.js';

/** A target that fits the query, and how well it can be used now. */
export interface Fitting extends SelectedTarget {
  readonly standing: Standing;
}

export interface FittingHosts {
  /** Free ones first, else in the order of the targets or the files. */
  readonly fitting: readonly Fitting[];
  /** Hosts that were looked at and do not fit. */
  readonly others: readonly Considered[];
}

/** Throws `no_match`, `unknown_provider` or `unknown_host`; never gives an empty list. */
export function fittingHosts(registry: Registry, query: HostQuery, availability: Availability): FittingHosts {
  const { targets = [], provider, labels = [], all = false } = query;
  if (targets.length === 0 && provider === undefined && labels.length === 0 && !all) throw notAsked();
  if (provider !== undefined && !indexOf(registry).providers.has(provider))
    throw unknownProvider(registry, provider);
  const asked = targets.length > 0 && !all ? resolveTargets(registry, targets) : registry.hosts.map(asListed);
  const reason = reasonFor({ provider, labels });
  const misfit = misfitTest({ provider, labels });
  const standing = standings(availability);
  const others: Considered[] = [];
  const fitting: Fitting[] = [];
  for (const { target, host, why } of asked) {
    const against = misfit(host);
    if (against === undefined) fitting.push({ target, host, why: why || reason, standing: standing(host) });
    else if (host) others.push({ host, chosen: false, why: against });
  }
  if (fitting.length === 0) throw noMatch(registry, query, asked);
  return { fitting: fitting.sort((a, b) => a.standing.rank - b.standing.rank), others };
}

function asListed(host: RegistryHost): SelectedTarget {
  return { target: host.id, host, why: '' };
}

type Narrowing = Required<Pick<HostQuery, 'labels'>> & Pick<HostQuery, 'provider'>;

/** Says why a host does not fit; undefined where it does. */
function misfitTest({ provider, labels }: Narrowing): (host: RegistryHost | undefined) => string | undefined {
  const narrows = provider !== undefined || labels.length > 0;
  const tests = labels.map((label) => ({ label, fits: labelTest(label) }));
  return (host) => {
    if (host === undefined) return narrows ? 'is not in the registry' : undefined;
    if (provider !== undefined && host.provider !== provider) {
      return `is of provider ${host.provider}, not ${provider}`;
    }
    if (tests.every(({ fits }) => fits(host.labels))) return undefined;
    const missing = tests.filter(({ fits }) => !fits(host.labels)).map(({ label }) => label);
    return `has no label ${missing.join(' and no label ')}`;
  };
}

function reasonFor({ provider, labels }: Narrowing): string {
  const words = [
    ...(provider === undefined ? [] : [`is of provider ${provider}`]),
    ...(labels.length === 0
      ? []
      : [`has ${labels.length > 1 ? 'the labels' : 'the label'} ${labels.join(', ')}`]),
  ];
  return words.length === 0 ? 'is in the registry' : words.join(' and ');
}
