import type { OpenedRemote } from './open-remote.js';

/** For an OpenCode that is a client of the gateway: no other user of this machine sees what is in it, as they would see arguments. */
export function clientEnv(
  env: NodeJS.ProcessEnv,
  { secret }: Pick<OpenedRemote, 'secret'>,
): NodeJS.ProcessEnv {
  return {
    ...env,
    OPENCODE_SERVER_USERNAME: 'opencode',
    OPENCODE_SERVER_PASSWORD: secret,
    // Its lists of workspaces are for a server that has some.
    OPENCODE_EXPERIMENTAL_WORKSPACES: undefined,
  };
}
