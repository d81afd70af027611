import { RegistryError } from '../errors.js';
import type { Registry } from '../registry.js';
import { findHost } from './find-host.js';
import type { SelectedTarget } from './query.js';
import { indexOf } from './registry-index.js';
import { didYouMeanTarget } from './unknown-target.js';

/** Each target's host; one that the registry does not have goes to ssh_config, if it can be a host there. */
export function resolveTargets(registry: Registry, targets: readonly string[]): SelectedTarget[] {
  const resolved = new Map<string, SelectedTarget>();
  for (const target of targets) {
    const host = findHost(registry, target);
    if (host === undefined) {
      refuseOther(registry, target);
      resolved.set(target, { target, why: 'is not in the registry: ssh_config says how to reach it' });
    } else if (!resolved.has(host.id)) {
      const why = target === host.name ? 'was asked for' : `was asked for as ${target}`;
      resolved.set(host.id, { target: host.id, host, why });
    }
  }
  return [...resolved.values()];
}

/** Throws for what is certainly meant for the registry, or can be no SSH target. */
function refuseOther(registry: Registry, target: string): void {
  if (indexOf(registry).providers.has(target)) {
    throw new RegistryError({
      code: 'unknown_host',
      host: target,
      message: `${target} is a provider, not a host.`,
      remedy: `Use --provider ${target} for its hosts, or ${target}/NAME for one of them.`,
    });
  }
  if (isSshTarget(target)) return;
  const shown = JSON.stringify(target);
  const slashed = target.includes('/') && registry.hosts.length > 0;
  throw new RegistryError({
    code: 'unknown_host',
    host: target,
    message: slashed
      ? `There is no host ${shown} in the registry.`
      : `${shown} is neither a host of the registry nor an SSH target.`,
    remedy:
      didYouMeanTarget(registry, target) ??
      'Give a name of the registry, an alias of ssh_config, or user@host[:port].',
  });
}

/** What `ssh` could be asked about; whether there is such a host it alone knows. */
function isSshTarget(target: string): boolean {
  if (/^ssh:\/\/[^/]+\/?$/.test(target)) return true;
  return target !== '' && !target.startsWith('-') && !/[\s\x00-\x1f\x7f'"`$\\;&<>|(){}/]/.test(target);
}
