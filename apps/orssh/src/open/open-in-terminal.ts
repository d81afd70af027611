import { shellWord } from '../output/shell-word.js';
import { attachArguments } from './attach-arguments.js';
import { clientEnv } from './client-env.js';
import type { OpenRun } from './open-options.js';
import { runOpencode } from './run-opencode.js';
import { withRemote } from './with-remote.js';

/** OpenCode's own interface in this terminal; ends with its exit code. */
export async function openInTerminal({ cli, session, target, options, passed }: OpenRun): Promise<number> {
  const code = await withRemote(
    { cli, session, target, options, serverIsTold: true, keepsTerminal: false },
    (remote, file) =>
      runOpencode(cli, {
        file,
        args: attachArguments(remote, options, passed),
        env: clientEnv(cli.env, remote),
        lastEffort: () => remote.close(),
      }),
  );
  // OpenCode names the session, and a command that does not find it here.
  if (code === 0) session.progress.note(`Go on there with: orssh open ${shellWord(target)} -c`);
  return code;
}
