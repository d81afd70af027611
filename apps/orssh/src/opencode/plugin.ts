/** The npm package that OpenCode loads. */
export const pluginName = 'opencode-remote-ssh';

/** OpenCode's switch for workspaces. */
export const workspacesFlag = 'OPENCODE_EXPERIMENTAL_WORKSPACES';
