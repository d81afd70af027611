/** The local OpenCode that runs a workspace's model loop, as the process with the gateway has it. */
export { AgentError, type AgentErrorCode } from './agent-error.js';
export { type AgentFile, agentFileSchema, agentFileVariable } from './agent-file.js';
export { agentHosts, type AgentHostsOptions } from './host/agent-hosts.js';
/** What runs within an agent host. */
export type { Hooks } from './opencode/hooks.js';
export type { AskInput, Tool, ToolContext, ToolResult } from './opencode/tool.js';
export { connectRemote, readAgentFile, type Remote, type RemoteFiles } from './remote/index.js';
export { type PromptFile, readForPrompt } from './tools/read-for-prompt.js';
export { undoOnHost, type UndoOnHostOptions } from './undo/index.js';
