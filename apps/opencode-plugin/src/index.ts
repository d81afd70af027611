/** What OpenCode calls this plugin, and npm its package. */
export const pluginID = 'opencode-remote-ssh';
