import { RegistryError } from '../errors.js';
import type { Registry } from '../registry.js';
import type { SelectedTarget } from './query.js';
import { resolveTarget } from './resolve-target.js';
import { didYouMeanTarget } from './unknown-target.js';

/** Each target's host, once; one that the registry does not have goes to ssh_config, if it can be a host there. */
export function resolveTargets(registry: Registry, targets: readonly string[]): SelectedTarget[] {
  const resolved = new Map<string, SelectedTarget>();
  for (const target of targets) {
    const host = resolveTarget(registry, target);
    if (host === undefined) {
      if (!isSshTarget(target)) throw noTarget(registry, target);
      resolved.set(target, { target, why: 'is not in the registry: ssh_config says how to reach it' });
    } else if (!resolved.has(host.id)) {
      const why = target === host.name ? 'was asked for' : `was asked for as ${target}`;
      resolved.set(host.id, { target: host.id, host, why });
    }
  }
  return [...resolved.values()];
}

/** What `ssh` could be asked about; whether there is such a host it alone knows. */
function isSshTarget(target: string): boolean {
  if (/^ssh:\/\/[^/]+\/?$/.test(target)) return true;
  return target !== '' && !target.startsWith('-') && !/[\s\x00-\x1f\x7f'"`$\\;&<>|(){}/]/.test(target);
}

function noTarget(registry: Registry, target: string): RegistryError {
  return new RegistryError({
    code: 'unknown_host',
    host: target,
    message: `${JSON.stringify(target)} is neither a host of the registry nor an SSH target.`,
    remedy:
      didYouMeanTarget(registry, target) ??
      'Give a name of the registry, an alias of ssh_config, or user@host[:port].',
  });
}
