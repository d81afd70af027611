import { agentFileVariable, closedHooks, type Hooks, onceAnInstance } from '@orssh/agent/closed';

import type { PluginInput } from './opencode/plugin-input.js';

/** Whether this OpenCode is the agent host of a workspace. */
export function isAgentHost(env: NodeJS.ProcessEnv): boolean {
  return (env[agentFileVariable] ?? '') !== '';
}

/**
 * The plugin within an agent host: no workspaces, no tools for the chat, and OpenCode's own tools act on the workspace's host. Never
 * rejects: without the plugin they would act on this machine.
 */
export async function agentHostRole(
  input: PluginInput,
  {
    env = process.env,
    load = () => import('@orssh/agent/inside'),
  }: {
    env?: NodeJS.ProcessEnv;
    load?: () => Promise<Pick<typeof import('@orssh/agent/inside'), 'enterAgentHost'>>;
  } = {},
): Promise<Hooks> {
  if (!onceAnInstance(input)) return {};
  try {
    const { enterAgentHost } = await load();
    return await enterAgentHost(input, { env });
  } catch (error) {
    return closedHooks(`the plugin could not be loaded whole (${String(error)}). Install it again.`);
  }
}
