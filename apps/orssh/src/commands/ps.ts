import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { runningHost } from '../host/running-host.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { answer } from '../output/answer.js';
import { type Outcome, runs } from './action.js';
import { listCommands, renderCommands } from '../processes/list-commands.js';

interface PsOptions extends TargetOptions {
  all?: boolean;
}

/** `orssh ps TARGET`: the commands that the stub runs. */
export function psCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand('ps', 'list the commands that run on a host')
    .option('-a, --all', 'those that have ended as well, as long as the stub keeps them')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh ps web1', 'what runs there now'],
          ['orssh ps web1 --json | jq -r .id', 'for a script'],
        ],
        json: [
          '{"host","id","pid","state","startedAt","forMs","by","cwd","argv" or "command","exitCode","signal"}   a line each',
        ],
      }),
    );
  return runs<PsOptions>(command, { cli, outcome }, async (session, target, options) => {
    const host = await runningHost(session, target);
    const found = host ? await listCommands(host, options) : [];
    session.progress.end();
    await answer(cli, options, found, () =>
      host ? renderCommands(cli, found, target) : `no stub runs on ${target}\n`,
    );
    await host?.close();
    return exitCode.ok;
  });
}
