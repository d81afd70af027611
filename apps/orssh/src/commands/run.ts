import type { Command } from 'commander';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { promptArguments } from '../open/attach-arguments.js';
import { clientEnv } from '../open/client-env.js';
import { lastAnswerFailed } from '../open/last-answer.js';
import { addPromptOptions, type PromptOptions } from '../open/opencode-options.js';
import { placeCommand } from '../open/place-command.js';
import { runOpencode } from '../open/run-opencode.js';
import { separateArguments } from '../open/separate-arguments.js';
import { withRemote } from '../open/with-remote.js';
import { type Outcome, runs } from './action.js';

/** `orssh run TARGET[:DIR] "prompt"`: one prompt on a folder of a host, as `opencode run` does it on one of this machine. */
export function runCommand(cli: Cli, outcome: Outcome): Command {
  const command = addPromptOptions(
    placeCommand('run', 'one prompt to OpenCode on a host, and its answer').argument(
      '[prompt...]',
      'what is asked; standard input is added to it, or taken for it',
    ),
  )
    .usage('<target[:dir]> [options] <prompt...> [-- <args...>]')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh run web1:/srv/app "why does the build fail?"', 'as opencode run, on the files of web1'],
          ['git diff | orssh run web1:app "does this fit?"', 'standard input is part of the prompt'],
          ['orssh run web1 -c --auto "go on"', 'the last session; nothing is asked'],
          ['orssh run web1 "say it" -- --thinking', 'what is behind -- is for opencode run'],
        ],
        json: ['what opencode run --format json prints: a line for each part of the answer'],
      }),
    );
  return runs<PromptOptions>(command, { cli, outcome }, async (session, target, options, words) => {
    const { own, passed } = separateArguments(words);
    if (own.length === 0 && options.command === undefined && cli.stdin.isTTY) throw noPrompt(target);
    const asks = passed.some((word) => /^(?:-i|--interactive|--mini)$/.test(word));
    return withRemote({ cli, session, target, options, asks, keepsTerminal: false }, async (remote, file) => {
      const code = await runOpencode(cli, {
        file,
        args: promptArguments(remote, { words: own, passed }, options),
        env: clientEnv(cli.env, remote),
        lastEffort: () => remote.close(),
      });
      return code === 0 && (await lastAnswerFailed(remote, options.session)) ? 1 : code;
    });
  });
}

function noPrompt(target: string): CliError {
  return new CliError({
    code: 'usage',
    message: 'no prompt was given',
    remedy: `write it after the target: orssh run ${target} "what is in here?"`,
    exitCode: exitCode.usage,
  });
}
