import type { RegistryHost, RegistryProvider } from '../registry.js';
import { noUsage } from '../usage/usage.js';
import type { PickOptions } from './query.js';
import { ago, usageOf } from './standing.js';

export interface Choice {
  host: RegistryHost;
  /** Of the chosen host, in words. */
  why: string;
}

/** One of `rivals`, which can be used equally well, by the strategy of their provider. */
export function choose(
  rivals: readonly [RegistryHost, ...RegistryHost[]],
  provider: RegistryProvider,
  options: PickOptions,
): Choice {
  switch (provider.strategy) {
    case 'first_available':
      return { host: rivals[0], why: 'is the first in the order of the files' };
    case 'round_robin':
      return nextInTurn(rivals, provider, options);
    case 'least_recently_used':
      return longestUnused(rivals, options);
    case 'random': {
      const drawn = Math.floor((options.random ?? Math.random)() * rivals.length);
      return { host: rivals[drawn] ?? rivals[0], why: `was drawn from ${rivals.length}` };
    }
  }
}

/** The one after that which was picked last, in the order of the provider's hosts; the first where that one is gone. */
function nextInTurn(
  rivals: readonly [RegistryHost, ...RegistryHost[]],
  provider: RegistryProvider,
  { usage = noUsage }: PickOptions,
): Choice {
  const last = Object.hasOwn(usage.cursors, provider.name) ? usage.cursors[provider.name] : undefined;
  const places = new Map(provider.hosts.map(({ id }, place) => [id, place]));
  const from = last === undefined ? undefined : places.get(last);
  const inOrder = [...rivals].sort((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
  const host =
    inOrder.find(({ id }) => from !== undefined && (places.get(id) ?? 0) > from) ?? inOrder[0] ?? rivals[0];
  if (from === undefined) return { host, why: 'begins the turn' };
  return { host, why: `is next in turn after ${last ?? ''}` };
}

function longestUnused(
  rivals: readonly [RegistryHost, ...RegistryHost[]],
  { usage, now = Date.now() }: PickOptions,
): Choice {
  let host = rivals[0];
  let oldest = usageOf(host, usage).usedAt ?? -Infinity;
  for (const rival of rivals) {
    const usedAt = usageOf(rival, usage).usedAt ?? -Infinity;
    if (usedAt < oldest) [host, oldest] = [rival, usedAt];
  }
  if (oldest === -Infinity) return { host, why: 'has never been used' };
  return { host, why: `has been unused for the longest time: ${ago(Math.max(0, now - oldest))}` };
}
