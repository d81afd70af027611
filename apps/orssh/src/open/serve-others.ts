import { writeSecretFile } from './secret-file.js';
import { answer } from '../output/answer.js';
import type { OpenRun } from './open-options.js';
import type { OpenedRemote } from './open-remote.js';
import { untilInterrupted } from './until-interrupted.js';
import { withRemote } from './with-remote.js';

/** Says where other clients find the place, and serves them until a signal comes. */
export function serveOthers({ cli, session, target, options }: OpenRun): Promise<number> {
  return withRemote(
    { cli, session, target, options, serverIsTold: true, keepsTerminal: true },
    async (remote) => {
      const file = await writeSecretFile(cli, options, remote);
      try {
        await answer(cli, options, served(remote, file?.path), () => described(remote, file?.path));
        return await untilInterrupted(cli, () => remote.close());
      } finally {
        await file?.remove();
      }
    },
  );
}

/** What `--json` prints of a server that is there. */
export function served(remote: OpenedRemote, secretFile: string | undefined): object {
  const { origin: url, secret: password, host, directory } = remote;
  const secret = secretFile === undefined ? { password, link: linkTo(remote) } : { secretFile };
  return { url, user: 'opencode', ...secret, host, directory };
}

/** Leads a browser in, to a new session of the folder. */
export function linkTo({ origin, secret, directory }: OpenedRemote): string {
  return `${origin}/${secret}/${Buffer.from(directory).toString('base64url')}/session`;
}

function described(
  { origin, secret, host, directory }: OpenedRemote,
  secretFile: string | undefined,
): string {
  const password = secretFile === undefined ? secret : `in ${secretFile}`;
  return [
    `OpenCode on ${host}:${directory}, until Ctrl-C`,
    `  url       ${origin}`,
    `  user      opencode`,
    `  password  ${password}`,
    '',
  ].join('\n');
}
