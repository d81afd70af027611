import { closedHooks } from './guard/closed-hooks.js';
import { type InsideParts, insideOf } from './inside-of.js';
import type { Hooks } from './opencode/hooks.js';
import type { PluginInput } from './opencode/plugin-input.js';
import { readAgentFile } from './remote/index.js';
import { told } from './guard/not-here.js';
import { AgentError } from './agent-error.js';

/**
 * The hooks of the plugin within an agent host. Never rejects: OpenCode would go on without the plugin, and its own tools would act on
 * this machine. Where anything is wrong they are closed.
 */
export async function enterAgentHost(
  input: PluginInput,
  parts: InsideParts,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Hooks> {
  try {
    const file = await readAgentFile(env);
    if (!file) throw new Error('no file of an agent host is named');
    return insideOf(input, file, parts);
  } catch (error) {
    return closedHooks(error instanceof AgentError ? told(error).message : (error as Error).message);
  }
}
