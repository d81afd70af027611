import { CliError } from '../cli-error.js';
import { answer } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import { browse } from './browse.js';
import { lookAtPages } from './look-at-pages.js';
import type { OpenRun } from './open-options.js';
import { linkTo, served } from './serve-others.js';
import { writeSecretFile } from './secret-file.js';
import { untilInterrupted } from './until-interrupted.js';
import { withRemote } from './with-remote.js';

/** OpenCode's web interface, in the person's browser where that can be opened; the link is printed always. */
export function openInBrowser({ cli, session, target, options }: OpenRun): Promise<number> {
  return withRemote(
    { cli, session, target, options, serverIsTold: true, keepsTerminal: true },
    async (remote) => {
      const { signal } = cli.interrupts;
      const problem = await lookAtPages(remote, signal);
      if (problem !== undefined) throw noPages(remote, problem);
      const file = await writeSecretFile(cli, options, remote);
      const link = linkTo(remote);
      const colors = colorsFor(cli.stdout, cli.env);
      const shown = file === undefined ? link : `${remote.origin} (user opencode, password in ${file.path})`;
      const opened = options.browser ? await browse(cli, link) : undefined;
      try {
        await answer(
          cli,
          options,
          served(remote, file?.path),
          () => `OpenCode on ${remote.host}:${remote.directory}, until Ctrl-C:\n  ${colors.cyan(shown)}\n`,
        );
        if (opened?.problem !== undefined) session.progress.note(`orssh: ${opened.problem}`);
        return await untilInterrupted(cli, () => remote.close());
      } finally {
        await Promise.all([file?.remove(), opened?.remove()]);
      }
    },
  );
}

function noPages({ host, hasAgent }: { host: string; hasAgent: boolean }, problem: string): CliError {
  const why = hasAgent ? problem : 'no OpenCode runs as its agent, and the pages are that one’s';
  return new CliError({
    code: 'no_pages',
    host,
    message: `there is no web interface for ${host}: ${why}`,
    remedy: `open it in this terminal: orssh open ${host}`,
  });
}
