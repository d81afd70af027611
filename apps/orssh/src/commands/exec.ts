import type { Command } from 'commander';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { buildRequest, type ExecOptions } from '../exec/build-request.js';
import { followCommand } from '../exec/follow-command.js';
import { collect, parseEnv, parseSeconds } from '../exec/parse-options.js';
import { exitCode } from '../exit-code.js';
import { targetCommand } from '../host/target-options.js';
import { helpTopics } from '../help/help-topics.js';
import { type Outcome, runs } from './action.js';

/** `orssh exec TARGET -- CMD…`: one command on the host, as if it ran here. */
export function execCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand('exec', 'run a command on a host: its output, its input, its exit code')
    .argument('[command...]', 'several words: a program and its arguments; one word: a line for the shell')
    .option('--cwd <dir>', 'where to run it, from the home (default: the home)')
    .option(
      '--env <name=value>',
      'set a variable; NAME alone passes on the local value; repeatable',
      parseEnv(cli.env),
    )
    .option('--timeout <seconds>', 'end the command after this time (exit code 124)', parseSeconds)
    .option('--allow <pattern>', 'allow paths outside the home for this command; repeatable', collect)
    .option('-i, --stdin', 'pass standard input on, also when it is a terminal')
    .usage('<target> [options] -- <command...>')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh exec web1 -- uname -a', 'a program and its arguments, run without a shell'],
          ["orssh exec web1 -- 'cd app && git log | head'", 'one word is a line for the shell'],
          ['tar c . | orssh exec me@10.0.0.7:2222 --cwd app -- tar x', 'standard input is passed on'],
          [
            "orssh exec web1 --cwd /etc --allow '/etc/*' -- ls",
            'a path outside the home, allowed in advance',
          ],
          ['orssh exec web1 --timeout 30 --env CI=1 -- npm test', 'ended after 30 seconds'],
        ],
        json: [
          '{"type":"stdout","text"}   and "stderr", as it comes; bytes that are not UTF-8 become U+FFFD',
          '{"type":"exit","exitCode","signal","timedOut","durationMs"}   at the end',
        ],
      }),
    );
  return runs<ExecOptions>(command, { cli, outcome }, async (session, target, options, words) => {
    if (words.length === 0) {
      throw new CliError({
        code: 'usage',
        message: 'no command was given',
        remedy: `write it after the target: orssh exec ${target} -- uname -a`,
        exitCode: exitCode.usage,
      });
    }
    const host = await session.openHost(target);
    session.progress.end();
    const request = buildRequest(words, options, { stdin: cli.stdin, canAsk: session.asker !== undefined });
    try {
      return await followCommand({ cli, host, session, request, json: options.json === true });
    } finally {
      // Not awaited: the goodbye would cost a round trip, and nobody needs the connection any more.
      void host.close().catch(() => undefined);
    }
  });
}
