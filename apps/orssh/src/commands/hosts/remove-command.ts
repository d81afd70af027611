import { Command } from 'commander';

import type { Cli } from '../../cli.js';
import { exitCode } from '../../exit-code.js';
import { helpTopics } from '../../help/help-topics.js';
import { hostSession } from '../../host/session.js';
import type { CommonOptions } from '../../host/target-options.js';
import { answer } from '../../output/answer.js';
import { confirmed } from '../../prompts/confirmed.js';
import { type Outcome, runsAlone } from '../action.js';
import { registeredHost, renderRemoved, takeOut } from '../../hosts/take-out.js';

interface RemoveOptions extends CommonOptions {
  yes?: boolean;
}

/** `orssh hosts remove HOST`: takes a host out of the file that it is in. */
export function removeCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('remove')
    .description('take a host out of your configuration; on the host itself nothing changes')
    .argument('<host>', 'its name, or provider/name')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      helpTopics({
        examples: [['orssh hosts remove web1 --yes', 'for a script']],
        json: ['{"removed":"provider/name","file"}'],
      }),
    );
  return runsAlone<RemoveOptions>(command, { cli, outcome }, async ([name = ''], options) => {
    const session = hostSession(cli, options, 'quiet');
    const host = await registeredHost(cli, await session.registry(), name);
    const agreed = await confirmed(session.asker, {
      yes: options.yes,
      host: name,
      doing: `taking ${host.id} out of ${host.file.path}`,
      say: `This takes ${host.id} out of ${host.file.path}.`,
      question: 'Take it out?',
      inAdvance: `orssh hosts remove ${name} --yes`,
    });
    const removed = agreed ? await takeOut(cli, host) : undefined;
    await answer(cli, options, removed ?? { removed: null }, () => renderRemoved(removed));
    return removed ? exitCode.ok : exitCode.failed;
  });
}
