/** Marks the containers of one run, so that those it has left can be told apart and removed. */
export const runLabel = 'opencode-remote-ssh.e2e';
