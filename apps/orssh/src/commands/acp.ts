import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import { helpTopics } from '../help/help-topics.js';
import { runAcp } from '../open/acp/run-acp.js';
import { addOpencodeOption, type OpencodeOptions } from '../open/opencode-options.js';
import { placeCommand } from '../open/place-command.js';
import { separateArguments } from '../open/separate-arguments.js';
import { withRemote } from '../open/with-remote.js';
import { type Outcome, runs } from './action.js';

/** `orssh acp TARGET[:DIR]`: serves an editor that speaks the Agent Client Protocol. */
export function acpCommand(cli: Cli, outcome: Outcome): Command {
  const command = addOpencodeOption(
    placeCommand('acp', 'serve an editor that speaks ACP, over standard input and output'),
  )
    .argument('[args...]', 'behind --: for opencode acp, as they are')
    .usage('<target[:dir]> [options] [-- <args...>]')
    .addHelpText(
      'after',
      helpTopics({
        examples: [['orssh acp web1:/srv/app', "as the command of an agent in the editor's settings"]],
      }),
    );
  // Standard output is the editor's: nothing but the protocol goes there, not even a failure.
  const apart: Cli = Object.create(cli, { stdout: { value: cli.stderr } }) as Cli;
  return runs<OpencodeOptions>(command, { cli: apart, outcome }, async (session, target, options, words) => {
    const { passed } = separateArguments(words);
    return withRemote(
      // ACP has no such questions.
      { cli, session, target, options, asks: false, keepsTerminal: true },
      (remote, file) => runAcp(cli, { file, remote, passed }),
    );
  });
}
