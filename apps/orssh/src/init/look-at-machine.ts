import { join } from 'node:path';

import type { Registry } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { opencodeFiles, opencodeFolder, type OpencodeFile } from '../opencode/find-files.js';
import { namesPlugin } from '../opencode/names-plugin.js';

/** What is there before anything is asked. */
export interface Machine {
  registry: Registry;
  /** The file that hosts are added to. */
  configFile: string;
  /** Whether that file is there. */
  configured: boolean;
  /** Aliases of ssh_config that the registry does not have. */
  aliases: string[];
  /** Those that it has. */
  present: string[];
  /** Where the plugin could be added; a file of the person that is not there yet is empty. */
  opencode: OpencodeFile[];
  /** Files that name it already. */
  naming: string[];
}

/** Reads only. Rejects where the configuration is broken: it is not to be added to. */
export async function lookAtMachine(cli: Cli, options: { config?: string }): Promise<Machine> {
  const { env, cwd } = cli;
  const home = env['HOME'] ?? '';
  const library = await cli.libraries.registry();
  const [registry, files, all] = await Promise.all([
    library.loadRegistry({ cwd, env, configFile: options.config }),
    opencodeFiles({ env, home, cwd }),
    library.sshConfigHosts({ env }),
  ]);
  const own = registry.files.find(({ role }) => role === 'user' || role === 'given');
  const isThere = (alias: string): boolean => library.findHost(registry, alias) !== undefined;
  const [present, aliases] = [all.filter(isThere), all.filter((alias) => !isThere(alias))];
  const named = files.filter(({ text }) => namesPlugin(text) === true);
  const open = files.filter(({ text }) => namesPlugin(text) === false);
  const fresh = { path: join(opencodeFolder(env, home), 'opencode.json'), role: 'user', text: '' } as const;
  return {
    registry,
    configFile: options.config ?? own?.path ?? library.userConfigFile({ env }),
    configured: own !== undefined,
    aliases,
    present,
    opencode: files.some(({ role }) => role === 'user') ? open : [...open, fresh],
    naming: named.map(({ path }) => path),
  };
}
