import { RegistryError } from '../errors.js';
import type { Registry, RegistryHost } from '../registry.js';
import { indexOf } from './registry-index.js';

const mostNamed = 5;

/**
 * The host that a person means by `target`: a name, an alias, `provider/name`, or a real `ssh.host`. Undefined where the registry
 * has none: then the target is for ssh_config. Throws `ambiguous` where several fit equally well.
 */
export function findHost(registry: Registry, target: string): RegistryHost | undefined {
  if (registry.hosts.length === 0) return undefined;
  const { byName, bySshHost } = indexOf(registry);
  const named = byName.get(target);
  if (named) return named;
  const [host, ...others] = bySshHost.get(target) ?? [];
  if (host === undefined || others.length === 0) return host;
  const ids = [host, ...others].map(({ id }) => id);
  const shown =
    ids.slice(0, mostNamed).join(', ') +
    (ids.length > mostNamed ? `, and ${ids.length - mostNamed} more` : '');
  throw new RegistryError({
    code: 'ambiguous',
    host: target,
    message: `${target} is the ssh.host of ${ids.length} hosts: ${shown}.`,
    remedy: `Use the name of one of them, for instance ${host.id}.`,
  });
}
