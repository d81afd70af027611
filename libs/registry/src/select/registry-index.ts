import type { Registry, RegistryHost, RegistryProvider } from '../registry.js';

/** A registry by what people type. */
export interface RegistryIndex {
  /** Names, aliases, `provider/name` and `provider/alias`. */
  readonly byName: ReadonlyMap<string, RegistryHost>;
  readonly bySshHost: ReadonlyMap<string, readonly RegistryHost[]>;
  readonly providers: ReadonlyMap<string, RegistryProvider>;
}

const known = new WeakMap<Registry, RegistryIndex>();

/** Made once a registry. */
export function indexOf(registry: Registry): RegistryIndex {
  const before = known.get(registry);
  if (before) return before;
  const byName = new Map<string, RegistryHost>();
  const bySshHost = new Map<string, RegistryHost[]>();
  for (const host of registry.hosts) {
    for (const name of [host.name, ...host.aliases]) {
      byName.set(name, host);
      byName.set(`${host.provider}/${name}`, host);
    }
    const same = bySshHost.get(host.ssh.host);
    if (same) same.push(host);
    else bySshHost.set(host.ssh.host, [host]);
  }
  const index = {
    byName,
    bySshHost,
    providers: new Map(registry.providers.map((provider) => [provider.name, provider])),
  };
  known.set(registry, index);
  return index;
}
