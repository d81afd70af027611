/** What OpenCode calls this plugin, and npm its package. */
export const pluginID = 'opencode-remote-ssh';

/** The type of workspaces that it registers. */
export const workspaceType = 'ssh-provider';
