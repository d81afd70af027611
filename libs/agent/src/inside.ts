/** What runs within an agent host. */
export { enterAgentHost } from './enter-agent-host.js';
export type { Hooks } from './opencode/hooks.js';
export type { PluginInput } from './opencode/plugin-input.js';
export type { Tool, ToolContext } from './opencode/tool.js';
export { connectRemote, readAgentFile, type Remote, type RemoteFiles } from './remote/index.js';
export { startInside } from './start-inside.js';
