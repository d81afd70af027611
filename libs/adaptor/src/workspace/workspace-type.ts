/** The type that OpenCode knows these workspaces by. */
export const workspaceType = 'ssh-provider';
