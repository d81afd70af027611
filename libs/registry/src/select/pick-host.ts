import type { Registry, RegistryHost, Strategy } from '../registry.js';
import { choose } from './choose.js';
import { type Fitting, fittingHosts } from './fitting-hosts.js';
import type { Considered, HostQuery, PickOptions, SelectedTarget } from './query.js';
import { indexOf } from './registry-index.js';

/** One host, why it is the one, and why others are not. */
export interface Pick extends SelectedTarget {
  /** Absent where the target is for ssh_config. */
  readonly strategy?: Strategy;
  readonly considered: readonly Considered[];
}

/**
 * One of the hosts that fit, by the strategy of its provider; a leased one, or one that failed lately, only where there is no
 * other. Where hosts of several providers fit, the first one that has a free host decides, in the order of the files.
 */
export function pickHost(registry: Registry, query: HostQuery, options: PickOptions = {}): Pick {
  const timed = { ...options, now: options.now ?? Date.now() };
  const { fitting, others } = fittingHosts(registry, query, timed);
  const best = fitting[0];
  if (best === undefined) throw new Error('no host fits');
  const { host: first, standing } = best;
  const provider = first && indexOf(registry).providers.get(first.provider);
  if (!provider)
    return { target: best.target, why: best.why, considered: consider(fitting, undefined, others) };
  const [, ...more] = fitting.flatMap(({ host, standing: { rank } }) =>
    host?.provider === provider.name && rank === standing.rank ? [host] : [],
  );
  const { host, why: how } =
    more.length === 0
      ? { host: first, why: alone(fitting, best) }
      : choose([first, ...more], provider, timed);
  const own = fitting.find((one) => one.host === host) ?? best;
  const why = [`${own.why} and ${how} (${provider.strategy})`, own.standing.why].filter(Boolean).join('; ');
  const considered = consider(fitting, { host, why }, others);
  return { target: host.id, host, why, strategy: provider.strategy, considered };
}

function alone(fitting: readonly Fitting[], { standing }: Fitting): string {
  if (fitting.length === 1) return 'is the only one';
  return standing.rank === 0 ? 'is the only one that is free' : 'is the one that is most likely to do';
}

function consider(
  fitting: readonly Fitting[],
  picked: { host: RegistryHost; why: string } | undefined,
  others: readonly Considered[],
): Considered[] {
  const fit = fitting.flatMap(({ host, standing, why }) => {
    if (!host) return [];
    if (host === picked?.host) return [{ host, chosen: true, why: picked.why }];
    return [{ host, chosen: false, why: `${why}; ${standing.why || 'another one was picked'}` }];
  });
  return [...fit, ...others];
}
