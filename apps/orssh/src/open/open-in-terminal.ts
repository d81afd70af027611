import { attachArguments } from './attach-arguments.js';
import { clientEnv } from './client-env.js';
import type { OpenRun } from './open-options.js';
import { runOpencode } from './run-opencode.js';
import { withRemote } from './with-remote.js';

/** OpenCode's own interface in this terminal; ends with its exit code. */
export function openInTerminal({ cli, session, target, options, passed }: OpenRun): Promise<number> {
  return withRemote(
    { cli, session, target, options, wishes: options, keepsTerminal: false },
    (remote, file) =>
      runOpencode(cli, {
        file,
        args: attachArguments(remote, options, passed),
        env: clientEnv(cli.env, remote),
        lastEffort: () => remote.close(),
      }),
  );
}
