import { type HostSettings, type Registry, type RegistryHost, resolveTarget } from '@orssh/registry';

/** A host as this project's configuration has it. */
export interface HostTarget {
  /** What to open: the id of the registry's host, or what ssh_config knows it by. */
  target: string;
  /** As a person would type it. */
  name: string;
  /** Absent where ssh_config alone knows it. */
  host?: RegistryHost;
  settings: HostSettings;
}

/** Throws the registry's errors for a host that was taken out of it. */
export function hostTarget(registry: Registry, target: string): HostTarget {
  const host = resolveTarget(registry, target);
  if (!host) return { target, name: target, settings: registry.defaults };
  return { target: host.id, name: host.name, host, settings: host.settings };
}
