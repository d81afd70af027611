import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { MakeAgentHost } from '@orssh/adaptor';
import { applyEdits, modify } from 'jsonc-parser';

import type { Cli } from '../cli.js';

/** What the person asked for that an attached OpenCode cannot be told: its server has to know. */
export interface AgentWishes {
  agent?: string;
  model?: string;
}

export interface AgentHostFor {
  /** The program that is OpenCode. */
  opencode: string;
  wishes: AgentWishes;
  /** Whether OpenCode shows a person what the model asks by its tool `question`. */
  asks: boolean;
}

/** What runs the model of a workspace: OpenCode once more, with the plugin in it. Undefined where the plugin was not built. */
export async function agentHostFor(
  { libraries, env }: Pick<Cli, 'libraries' | 'env'>,
  { opencode, wishes, asks }: AgentHostFor,
): Promise<MakeAgentHost | undefined> {
  const plugin = pluginFolder();
  if (!plugin) return undefined;
  const { agentHosts } = await libraries.agents();
  const file = (name: string): string => fileURLToPath(new URL(name, plugin));
  return agentHosts({
    ...{ opencode, plugin: file(entry), shell: file(shell), env: withWishes(env, wishes) },
    noQuestions: asks ? undefined : 'nobody',
  });
}

const entry = 'server.js';
const shell = 'agent-shell.js';

/** In the npm package `orssh` is in a folder of the plugin's; in a checkout their folders are beside each other. */
function pluginFolder(): URL | undefined {
  const places = ['..', '../..', '../opencode-plugin', '../../opencode-plugin'];
  const folders = places.map((place) => new URL(`${place}/`, import.meta.url));
  return folders.find((folder) => [entry, shell].every((name) => existsSync(new URL(name, folder))));
}

/** As the highest of OpenCode's own configurations has them. */
export function withWishes(env: NodeJS.ProcessEnv, { agent, model }: AgentWishes): NodeJS.ProcessEnv {
  const wishes = Object.entries({ model, default_agent: agent }).filter(([, value]) => value !== undefined);
  if (wishes.length === 0) return env;
  const given = env['OPENCODE_CONFIG_CONTENT']?.trim() ?? '';
  let content = given === '' ? '{}' : given;
  for (const [name, value] of wishes) content = applyEdits(content, modify(content, [name], value, {}));
  return { ...env, OPENCODE_CONFIG_CONTENT: content };
}
