import type { Registry, RegistryHost } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { escapeControl } from '../output/escape-control.js';
import type { Progress } from '../output/progress.js';
import type { CommonOptions } from './target-options.js';

/** Finds what a person types for a host; the configuration is read once, when it is first needed. */
export interface Locator {
  registry(): Promise<Registry>;
  /** The registry's host, or undefined where `target` is for ssh_config. */
  locate(target: string): Promise<RegistryHost | undefined>;
}

export function locator(cli: Cli, { config }: Pick<CommonOptions, 'config'>, progress: Progress): Locator {
  let loading: Promise<Registry> | undefined;
  const load = async (): Promise<Registry> => {
    const { loadRegistry } = await cli.libraries.registry();
    const registry = await loadRegistry({ cwd: cli.cwd, env: cli.env, configFile: config });
    for (const notice of registry.notices) progress.note(`orssh: ${escapeControl(notice)}`);
    return registry;
  };
  const registry = (): Promise<Registry> => (loading ??= load());
  return {
    registry,
    async locate(target) {
      const [{ resolveTarget }, loaded] = await Promise.all([cli.libraries.registry(), registry()]);
      return resolveTarget(loaded, target);
    },
  };
}
