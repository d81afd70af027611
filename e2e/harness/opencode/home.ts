import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Config } from '@opencode-ai/sdk/v2';

import { opencodeVersion } from './install.js';

export interface HomeOptions {
  /** Plugin specifiers as in OpenCode's configuration: paths, `file:` URLs, package names. */
  plugin: NonNullable<Config['plugin']>;
  /** Further configuration. */
  config?: Config;
  env?: NodeJS.ProcessEnv;
  /** Of the OpenCode that will use it; default {@link opencodeVersion}. */
  version?: string;
}

/** Nothing of it asks the network: its only model is one that nobody serves. */
const alone: Config = {
  autoupdate: false,
  share: 'disabled',
  enabled_providers: ['nobody'],
  provider: {
    nobody: {
      npm: '@ai-sdk/openai-compatible',
      options: { baseURL: 'http://127.0.0.1:9/v1', apiKey: 'none' },
      models: { none: { tool_call: true, limit: { context: 100_000, output: 4000 } } },
    },
  },
  model: 'nobody/none',
  small_model: 'nobody/none',
};

/** A person's home as OpenCode finds it. */
export interface OpencodeHome {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Makes a home below `folder`: configuration and every XDG folder are its own; `ssh` stays that of the run. */
export async function newHome(folder: string, options: HomeOptions): Promise<OpencodeHome> {
  const home = await mkdtemp(join(folder, 'opencode-'));
  const xdg = {
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CACHE_HOME: join(home, '.cache'),
  };
  const configFolder = join(xdg.XDG_CONFIG_HOME, 'opencode');
  await mkdir(configFolder, { recursive: true });
  const config: Config = { ...alone, plugin: options.plugin, ...options.config };
  await writeFile(join(configFolder, 'opencode.json'), JSON.stringify(config, null, 2));
  await sparePluginInstall(configFolder, options.version ?? opencodeVersion);
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OPENCODE_|NODE_|npm_)/.test(name));
  return {
    folder: home,
    env: {
      ...Object.fromEntries(inherited),
      HOME: home,
      // The shell that a user of the hosts has: without the variable OpenCode takes the first `bash` in PATH.
      SHELL: '/bin/bash',
      ...xdg,
      OPENCODE_EXPERIMENTAL_WORKSPACES: 'true',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      ...options.env,
    },
  };
}

/** OpenCode would install its plugin library there before it loads plugins; it is content with what looks installed. */
async function sparePluginInstall(configFolder: string, version: string): Promise<void> {
  const dependencies = { '@opencode-ai/plugin': version };
  const lock = { lockfileVersion: 3, packages: { '': { dependencies } } };
  await mkdir(join(configFolder, 'node_modules'));
  await writeFile(join(configFolder, 'package.json'), JSON.stringify({ dependencies }));
  await writeFile(join(configFolder, 'package-lock.json'), JSON.stringify(lock));
}
