import type { ConfigPath } from '../parse/config-path.js';

export interface ProviderPlace {
  path: ConfigPath;
  exists: boolean;
  hosts?: readonly unknown[];
}

/** Where a provider stands in a configuration, or would stand as a new one; in both forms of `providers`. */
export function providerPlace(value: unknown, provider: string): ProviderPlace {
  const { providers } = (value ?? {}) as { providers?: unknown };
  if (Array.isArray(providers)) {
    const found = providers.findIndex(
      (one: unknown) => (one as { name?: unknown } | null)?.name === provider,
    );
    const index = found < 0 ? providers.length : found;
    return { path: ['providers', index], exists: found >= 0, hosts: hostsOf(providers[index]) };
  }
  const known = (providers ?? {}) as Record<string, unknown>;
  const exists = Object.hasOwn(known, provider);
  return { path: ['providers', provider], exists, hosts: exists ? hostsOf(known[provider]) : undefined };
}

function hostsOf(provider: unknown): readonly unknown[] | undefined {
  const { hosts } = (provider ?? {}) as { hosts?: unknown };
  return Array.isArray(hosts) ? hosts : undefined;
}
