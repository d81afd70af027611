/** The npm package that OpenCode loads. */
export const pluginName = 'opencode-remote-ssh';

/** Whether this version comes with the plugin; until then nobody is talked into adding it. */
export const pluginIsHere = false as boolean;

/** OpenCode's switch for workspaces. */
export const workspacesFlag = 'OPENCODE_EXPERIMENTAL_WORKSPACES';
