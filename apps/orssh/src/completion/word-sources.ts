import type { Registry, RegistryHost } from '@orssh/registry';

import type { Cli } from '../cli.js';
import type { SourcesFor, Suggestion } from './complete.js';

/** Names from the configuration and from ssh_config. One that is broken suggests nothing, and nobody is told. */
export function wordSources(cli: Cli): SourcesFor {
  return (configFile) => {
    let loading: Promise<Registry | undefined> | undefined;
    const load = async () => {
      const { loadRegistry } = await cli.libraries.registry();
      return loadRegistry({ cwd: cli.cwd, env: cli.env, configFile });
    };
    const registry = () => (loading ??= load().catch(() => undefined));
    return {
      hosts: async () => (await registry())?.hosts.flatMap(namesOf) ?? [],
      async aliases() {
        try {
          const { sshConfigHosts } = await cli.libraries.registry();
          return (await sshConfigHosts({ env: cli.env })).map((value) => ({ value, about: 'of ssh_config' }));
        } catch {
          return [];
        }
      },
      labels: async () => {
        const labels = (await registry())?.hosts.flatMap((host) => host.labels) ?? [];
        return [...new Set(labels)].sort().map((value) => ({ value }));
      },
      providers: async () => {
        const providers = (await registry())?.providers ?? [];
        return providers.map(({ name, hosts }) => ({ value: name, about: `${hosts.length} hosts` }));
      },
    };
  };
}

function namesOf({ name, provider, aliases }: RegistryHost): Suggestion[] {
  return [
    { value: name, about: `of ${provider}` },
    ...aliases.map((value) => ({ value, about: `${provider}/${name}` })),
  ];
}
