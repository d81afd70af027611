import { noSettings } from '../config/settings.js';
import type { Registry, RegistryHost, RegistryProvider, Strategy } from '../registry.js';

export interface HostSketch {
  name: string;
  provider?: string;
  aliases?: string[];
  labels?: string[];
  sshHost?: string;
}

/** A registry of these hosts, as if a file had said so; a provider `p` for those that name none. */
export function registryOf(
  sketches: readonly HostSketch[],
  strategy: Strategy = 'first_available',
): Registry {
  const file = { path: '/registry.json', role: 'given' } as const;
  const hosts = sketches.map(
    ({ name, provider = 'p', aliases = [], labels = [], sshHost = name }): RegistryHost => {
      const id = `${provider}/${name}`;
      return { id, name, provider, aliases, labels, ssh: { host: sshHost }, settings: noSettings, file };
    },
  );
  const names = [...new Set(hosts.map(({ provider }) => provider))];
  const providers = names.map((name): RegistryProvider => {
    return { name, strategy, labels: [], hosts: hosts.filter(({ provider }) => provider === name) };
  });
  return { files: [file], notices: [], providers, hosts, defaults: noSettings };
}
