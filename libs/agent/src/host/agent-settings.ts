import { applyEdits, modify, parse, type ParseError } from 'jsonc-parser';

import { dataHome } from './agent-folder.js';

/** A configuration of OpenCode. */
export type Settings = Record<string, unknown>;

/**
 * What an agent host has to have, whatever the user's configuration says: all of these act on the machine that OpenCode runs on.
 * Commands in place of a shell go to the host; there is nothing to snapshot, format or analyse here.
 */
export function requiredSettings(shell: string): Settings {
  return { shell, snapshot: false, lsp: false, formatter: false, autoupdate: false };
}

/**
 * Puts that onto a configuration that OpenCode has put together, also over what an administrator has set: for the plugin's hook
 * `config`. `references` would read folders of this machine and clone repositories to it. The user's local MCP servers get back the
 * environment that they have in the user's own OpenCode.
 */
export function requireSettings(config: Settings, env: NodeJS.ProcessEnv): void {
  const shell = env[shellVariable];
  if (shell !== undefined) Object.assign(config, requiredSettings(shell));
  delete config['references'];
  delete config['reference'];
  for (const server of Object.values((config['mcp'] ?? {}) as Record<string, unknown>)) {
    const { type, environment } = (server ?? {}) as { type?: unknown; environment?: Record<string, string> };
    if (type !== 'local') continue;
    const own = { XDG_DATA_HOME: env[dataHomeVariable] ?? dataHome({}) };
    (server as { environment?: Record<string, string> }).environment = { ...own, ...environment };
  }
}

/** Names, in an agent host, the program that stands for the shell. */
export const shellVariable = 'ORSSH_AGENT_SHELL';
/** Holds, in an agent host, the user's own `XDG_DATA_HOME`. */
export const dataHomeVariable = 'ORSSH_AGENT_DATA_HOME';

/** `OPENCODE_CONFIG_CONTENT` for an agent host: `own` on top of what the user has there. Throws when that is not JSON. */
export function withSettings(text: string | undefined, own: Settings): string {
  if (text === undefined || text.trim() === '') return JSON.stringify(own);
  const errors: ParseError[] = [];
  const users = parse(text, errors, { allowTrailingComma: true }) as Settings | undefined;
  if (errors.length > 0 || typeof users !== 'object') throw new Error('OPENCODE_CONFIG_CONTENT is not JSON');
  let edited = text;
  for (const [key, value] of Object.entries(own)) {
    const before = users[key];
    const all = Array.isArray(value) && Array.isArray(before) ? before.concat(value) : value;
    edited = applyEdits(edited, modify(edited, [key], all, {}));
  }
  return edited;
}
