import { agentHostRole, isAgentHost } from './agent-host-role.js';
import type { PluginInput } from './opencode/plugin-input.js';
import { pluginID } from './plugin-id.js';
import { startPlugin } from './start-plugin.js';

/** What OpenCode looks for in a plugin's module. */
export default {
  id: pluginID,
  server: (input: PluginInput, options?: Record<string, unknown>) =>
    isAgentHost(process.env) ? agentHostRole(input) : startPlugin(input, options),
};
