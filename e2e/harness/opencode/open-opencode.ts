import type { Config } from '@opencode-ai/sdk/v2';

import { available } from '../available.js';
import type { Given } from '../on-hosts.js';
import { newHome, type OpencodeHome } from './home.js';
import { pluginPath } from './plugin-path.js';
import { newProject } from './project.js';
import { type Opencode, startOpencode } from './start-opencode.js';

export interface OpenOpencodeOptions {
  /** The hosts of the plugin's options: their aliases of ssh_config. */
  hosts: string[];
  /** Further settings of each host; without `agent: 'local'` no model runs. */
  settings?: Record<string, unknown>;
  /** Default: the plugin as it was built. */
  plugin?: string;
  config?: Config;
  env?: NodeJS.ProcessEnv;
  /** Of OpenCode, when it is not that of the tests. */
  version?: string;
}

/** A home whose OpenCode knows the hosts, and a project. */
export interface Place {
  binary: string;
  home: OpencodeHome;
  project: string;
}

export async function newPlace({
  hosts,
  settings,
  plugin,
  config,
  env,
  version,
}: OpenOpencodeOptions): Promise<Place> {
  const { folder, opencode } = available();
  if (!opencode) throw new Error('OpenCode is not here');
  const entries = hosts.map((name) => ({ name, ssh: { host: name }, agent: 'none', ...settings }));
  const options = { providers: { lab: { hosts: entries } } };
  const home = await newHome(folder, { plugin: [[plugin ?? pluginPath, options]], config, env, version });
  return { binary: opencode, home, project: await newProject(folder) };
}

/** Starts `opencode serve` at the place; ended with the test, and a failure shows what it logged. */
export async function openOpencode(
  { defer, explain }: Pick<Given, 'defer' | 'explain'>,
  place: Place,
): Promise<Opencode> {
  const opencode = await startOpencode(place);
  defer(() => opencode.stop());
  explain('OpenCode', () => opencode.logs());
  return opencode;
}
