import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import type { HostSession } from '../host/session.js';
import { agentHostFor, type AgentWishes } from './agent-host.js';
import { checkWishes } from './check-wishes.js';
import { findOpencode } from './find-opencode.js';
import { openRemote, type OpenedRemote } from './open-remote.js';
import type { OpencodeOptions } from './opencode-options.js';
import { parsePlace } from './parse-place.js';

export interface WithRemote {
  cli: Cli;
  session: HostSession;
  target: string;
  options: OpencodeOptions & AgentWishes;
  /** Whether its server is to know of the wishes; a client that is told of them tells it. */
  serverIsTold?: boolean;
  /** Whether a person is shown what the model asks. Default: yes. */
  asks?: boolean;
  /** Whether notices may be shown once it is open: nothing else has the terminal. */
  keepsTerminal: boolean;
}

/** Opens the place, has `use` do its work with the program that is OpenCode, and closes it whatever comes of that. */
export async function withRemote(
  { cli, session, target, options, serverIsTold = false, asks = true, keepsTerminal }: WithRemote,
  use: (remote: OpenedRemote, opencode: string) => Promise<number>,
): Promise<number> {
  const place = parsePlace(target);
  if (/^(?::|$)/.test(place.target)) throw noHost(target);
  const { file, checked } = await findOpencode(cli, options);
  let isQuiet = false;
  const opening = openRemote({
    ...{ cli, session, options, place },
    agent: await agentHostFor(cli, { opencode: file, wishes: serverIsTold ? options : {}, asks }),
    say: (text) => {
      if (!isQuiet) session.progress.note(text);
    },
  });
  const [remote] = await Promise.all([opening, checked]).catch(async (error: unknown) => {
    // What is there by now, or comes yet, nobody needs.
    await opening.then((opened) => opened.close()).catch(() => undefined);
    throw error;
  });
  try {
    if (remote.hasAgent) await checkWishes(cli, remote, options);
    session.progress.end();
    isQuiet = !keepsTerminal;
    return await use(remote, file);
  } finally {
    await remote.close();
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
