import { RegistryError } from '../errors.js';
import type { Registry, RegistryHost } from '../registry.js';
import { findHost } from './find-host.js';
import { indexOf } from './registry-index.js';
import { didYouMeanTarget } from './unknown-target.js';

/**
 * As {@link findHost}, for a target that is to be opened: what is certainly not meant for ssh_config throws `unknown_host`, a
 * provider's name and `provider/name` where the provider has no such host.
 */
export function resolveTarget(registry: Registry, target: string): RegistryHost | undefined {
  const host = findHost(registry, target);
  if (host || registry.providers.length === 0) return host;
  const { providers } = indexOf(registry);
  if (providers.has(target)) {
    throw new RegistryError({
      code: 'unknown_host',
      host: target,
      message: `${target} is a provider, not a host.`,
      remedy: `Use --provider ${target} for its hosts, ${target}/NAME for one of them, or USER@${target} for a host of that name in ssh_config.`,
    });
  }
  const [provider = ''] = target.split('/', 1);
  if (provider === target || !providers.has(provider)) return undefined;
  throw new RegistryError({
    code: 'unknown_host',
    host: target,
    message: `There is no host ${JSON.stringify(target)} in the registry.`,
    remedy: didYouMeanTarget(registry, target) ?? 'orssh hosts list shows the hosts of the registry.',
  });
}
