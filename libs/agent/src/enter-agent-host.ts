import { AgentError } from './agent-error.js';
import { closedHooks } from './guard/closed-hooks.js';
import { told } from './guard/not-here.js';
import type { Hooks } from './opencode/hooks.js';
import { tellPerson } from './opencode/tell-person.js';
import type { PluginInput } from './opencode/plugin-input.js';
import { readAgentFile } from './remote/index.js';
import { startInside } from './start-inside.js';

/**
 * The hooks of the plugin within an agent host. Never rejects: OpenCode would go on without the plugin, and its own tools would act on
 * this machine. Where anything is wrong they refuse, and say what it is.
 */
export async function enterAgentHost(
  input: PluginInput,
  { env = process.env, start = startInside }: { env?: NodeJS.ProcessEnv; start?: typeof startInside } = {},
): Promise<Hooks> {
  try {
    const file = await readAgentFile(env);
    if (!file) throw new Error('no file of an agent host is named');
    return await start(input, file);
  } catch (error) {
    const reason = error instanceof AgentError ? told(error).message : String(error);
    return closedHooks(reason, (message) => {
      tellPerson(input, message);
    });
  }
}
