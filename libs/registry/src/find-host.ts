import type { Registry, RegistryHost } from './registry.js';

/**
 * The host that a person means by `target`: a name, an alias, `provider/name`, or a real `ssh.host`. Undefined where the registry
 * has none: then the target is for ssh_config. Throws `ambiguous` where several fit equally well.
 */
export function findHost(registry: Registry, target: string): RegistryHost | undefined {
  return registry.hosts.find(({ id, name, aliases }) => [id, name, ...aliases].includes(target));
}
