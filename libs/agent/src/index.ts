/** The local OpenCode that runs a workspace's model loop, as the process with the gateway has it. */
export { type AgentFile, agentFileSchema, agentFileVariable } from './agent-file.js';
