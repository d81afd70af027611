import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import type { HostSession } from '../host/session.js';
import { agentHostFor } from './agent-host.js';
import { findOpencode, type FoundOpencode } from './find-opencode.js';
import { openRemote, type OpenedRemote } from './open-remote.js';
import type { SessionOptions } from './opencode-options.js';
import { parsePlace } from './parse-place.js';

export interface WithRemote {
  cli: Cli;
  session: HostSession;
  target: string;
  options: SessionOptions;
  /** Whether notices may be shown once it is open: nothing else has the terminal. */
  keepsTerminal: boolean;
}

/** Finds OpenCode and opens the place at the same time, has `use` do its work, and closes it whatever comes of that. */
export async function withRemote(
  { cli, session, target, options, keepsTerminal }: WithRemote,
  use: (remote: OpenedRemote, opencode: FoundOpencode) => Promise<number>,
): Promise<number> {
  const place = parsePlace(target);
  if (place.target === '') throw noHost(target);
  const { agent: agentName, model } = options;
  const finding = findOpencode(cli, options);
  let isQuiet = false;
  const opening = agentHostFor(finding, { agent: agentName, model }).then((agent) =>
    openRemote({
      ...{ cli, session, options, place, agent },
      say: (text) => {
        if (!isQuiet) session.progress.note(text);
      },
    }),
  );
  const [opencode, remote] = await both(finding, opening);
  try {
    session.progress.end();
    isQuiet = !keepsTerminal;
    return await use(remote, opencode);
  } finally {
    await remote.close();
  }
}

/** One that is not there makes the other needless; what was opened meanwhile is closed. */
async function both(
  finding: Promise<FoundOpencode>,
  opening: Promise<OpenedRemote>,
): Promise<[FoundOpencode, OpenedRemote]> {
  try {
    return await Promise.all([finding, opening]);
  } catch (error) {
    await finding.catch(() => undefined);
    if ((await Promise.allSettled([finding]))[0].status === 'rejected')
      await opening.then((remote) => remote.close()).catch(() => undefined);
    throw error;
  }
}

function noHost(target: string): CliError {
  return new CliError({
    code: 'usage',
    message: `${JSON.stringify(target)} names no host`,
    remedy: 'write a host, and a folder behind a colon: web1:/srv/app',
    exitCode: exitCode.usage,
  });
}
