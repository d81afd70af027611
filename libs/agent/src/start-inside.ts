import type { AgentFile } from './agent-file.js';
import { hands } from './hands.js';
import { insideOf } from './inside-of.js';
import type { Hooks } from './opencode/hooks.js';
import type { PluginInput } from './opencode/plugin-input.js';

/** Makes an agent host of the OpenCode that loads the plugin for a folder. Nothing is asked of the host before it is needed. */
export function startInside(input: PluginInput, file: AgentFile): Promise<Hooks> {
  return Promise.resolve(insideOf(input, file, { hands }));
}
