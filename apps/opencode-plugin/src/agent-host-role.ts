import { agentFileVariable, closedHooks, type Hooks, lastOfInstance, whileLast } from '@orssh/agent/closed';
import type * as Inside from '@orssh/agent/inside';

import type { PluginInput } from './opencode/plugin-input.js';

/** Whether this OpenCode is the agent host of a workspace. */
export function isAgentHost(env: NodeJS.ProcessEnv): boolean {
  return (env[agentFileVariable] ?? '') !== '';
}

interface AgentHostRoleOptions {
  env?: NodeJS.ProcessEnv;
  load?: () => Promise<Pick<typeof Inside, 'enterAgentHost'>>;
}

/**
 * The plugin within an agent host: no workspaces, no tools for the chat, and OpenCode's own tools act on the workspace's host. Never
 * rejects: without the plugin they would act on this machine.
 */
export async function agentHostRole(
  input: PluginInput,
  { env = process.env, load = () => import('@orssh/agent/inside') }: AgentHostRoleOptions = {},
): Promise<Hooks> {
  const isLast = lastOfInstance(input);
  return whileLast(await hooksOf(input, { env, load }), isLast);
}

async function hooksOf(input: PluginInput, { env, load }: Required<AgentHostRoleOptions>): Promise<Hooks> {
  try {
    const { enterAgentHost } = await load();
    return await enterAgentHost(input, { env });
  } catch (error) {
    return closedHooks(`the plugin could not be loaded whole (${String(error)}). Install it again.`);
  }
}
