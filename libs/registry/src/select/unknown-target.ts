import { didYouMean, nearest } from '../nearest.js';
import type { Registry } from '../registry.js';
import { indexOf } from './registry-index.js';

/** Names, aliases and ids of the registry that `target` was probably meant to be, nearest first. */
export function unknownTarget(registry: Registry, target: string): string[] {
  return nearest(target, candidates(registry, target));
}

/** The same as a question for a remedy. */
export function didYouMeanTarget(registry: Registry, target: string): string | undefined {
  return didYouMean(target, candidates(registry, target));
}

function candidates(registry: Registry, target: string): string[] {
  if (registry.hosts.length === 0) return [];
  const withProvider = target.includes('/');
  return [...indexOf(registry).byName.keys()].filter((name) => name.includes('/') === withProvider);
}
