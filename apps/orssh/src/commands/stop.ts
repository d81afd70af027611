import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { jsonLine } from '../output/answer.js';
import { type Outcome, runs } from './action.js';

/** `orssh stop TARGET`: ends the stub and its commands. */
export function stopCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand('stop', 'end the stub on a host, and the commands that it runs').addHelpText(
    'after',
    helpTopics({
      examples: [['orssh stop web1', 'the next exec or setup starts it again']],
      json: ['{"host","root","stopped"}'],
    }),
  );
  return runs<TargetOptions>(command, { cli, outcome }, async (session, target, options) => {
    const { connection, manageOptions } = await session.connect(target);
    const { stopStub } = await cli.libraries.bootstrap();
    session.progress.step('stopping the stub');
    const result = await stopStub(connection, manageOptions);
    session.progress.end();
    const said = result.stopped ? `the stub on ${target} has ended` : `no stub runs on ${target}`;
    cli.stdout.write(options.json ? jsonLine({ host: target, ...result }) : `${said}\n`);
    await connection.close();
    return exitCode.ok;
  });
}
