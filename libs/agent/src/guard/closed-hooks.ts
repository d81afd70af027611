import type { Hooks } from '../opencode/hooks.js';
import type { Tool } from '../opencode/tool.js';
import { brainTools, handTools } from './brain-tools.js';

/**
 * Hooks for an agent host whose tools cannot be had: the built-in ones must not act on this machine in their place. Prompts and tools are
 * refused with the reason. Needs nothing, so that it is there whatever is missing.
 */
export function closedHooks(reason: string): Hooks & { tool: Record<string, Tool> } {
  const refuse = (): Promise<never> =>
    Promise.reject(new Error(`Nothing can be done in this workspace: ${reason}`));
  const tool: Tool = { description: 'Off: see what it answers.', args: {}, execute: refuse };
  return {
    tool: Object.fromEntries(handTools.map((name) => [name, tool])),
    'chat.message': refuse,
    'command.execute.before': refuse,
    'tool.execute.before': ({ tool: name }) => (brainTools.has(name) ? Promise.resolve() : refuse()),
  };
}
