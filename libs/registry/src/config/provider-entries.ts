import type { ConfigPath } from '../parse/config-path.js';
import type { Config, ProviderConfig } from './schema.js';

export interface ProviderEntry {
  name: string;
  at: ConfigPath;
  /** Where the name itself stands. */
  nameAt: ConfigPath;
  provider: ProviderConfig;
}

/** The providers of a configuration, in both forms of `providers`. */
export function providerEntries({ providers = {} }: Config): ProviderEntry[] {
  if (Array.isArray(providers)) {
    return providers.map((provider, index) => ({
      name: provider.name,
      at: ['providers', index],
      nameAt: ['providers', index, 'name'],
      provider,
    }));
  }
  return Object.entries(providers).map(([name, provider]) => {
    const at = ['providers', name];
    return { name, at, nameAt: at, provider };
  });
}
