import type { Hooks } from '../opencode/hooks.js';
import type { Tool } from '../opencode/tool.js';
import { brainTools, handTools } from './brain-tools.js';

/**
 * Hooks for an agent host whose tools cannot be had: the built-in ones must not act on this machine in their place. Prompts and tools are
 * refused with the reason. Needs nothing, so that it is there whatever is missing.
 */
export function closedHooks(
  reason: string,
  tell: (message: string) => void = () => undefined,
): Hooks & { tool: Record<string, Tool> } {
  const message = `Nothing can be done in this workspace: ${reason}`;
  const refuse = (): Promise<never> => Promise.reject(new Error(message));
  // OpenCode answers a prompt that a plugin refuses with no more than that there was an error.
  const refusePrompt = (): Promise<never> => {
    tell(message);
    return refuse();
  };
  return {
    tool: closedTools(message),
    'chat.message': refusePrompt,
    'command.execute.before': refusePrompt,
    'tool.execute.before': ({ tool: name }) => (brainTools.has(name) ? Promise.resolve() : refuse()),
  };
}

/** Tools under the names of OpenCode's for files and processes, which say why they do nothing. */
export function closedTools(message: string): Record<string, Tool> {
  const execute = (): Promise<never> => Promise.reject(new Error(message));
  const tool: Tool = { description: 'Off: it answers why.', args: {}, execute };
  return Object.fromEntries(handTools.map((name) => [name, tool]));
}
