import { type Command, InvalidArgumentError } from 'commander';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { parseSeconds } from '../exec/parse-options.js';
import { exitCode, signalExitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { runningHost } from '../host/running-host.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { answer } from '../output/answer.js';
import { type Outcome, runs } from './action.js';
import { killCommands, renderKilled } from '../processes/kill-commands.js';

interface KillOptions extends TargetOptions {
  signal: string;
  grace?: number;
  all?: boolean;
}

/** `orssh kill TARGET ID…`: a signal to commands that the stub runs. */
export function killCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand('kill', 'send a signal to commands that run on a host')
    .argument('[id...]', 'ids or pids, as orssh ps prints them')
    .option('-s, --signal <name>', 'which signal', parseSignal, 'SIGTERM')
    .option('--grace <seconds>', 'follow up with SIGKILL after this time', parseSeconds)
    .option('-a, --all', 'every command that runs there')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh kill web1 4711', 'SIGTERM to the command with this pid, and to all that it started'],
          ['orssh kill web1 exe_2046 -s INT --grace 10', 'as Ctrl-C; SIGKILL after ten seconds'],
          ['orssh kill web1 --all', 'every command there; the stub goes on'],
        ],
        json: ['{"host","id","pid","signal"}   a line for each command that got it'],
      }),
    );
  return runs<KillOptions>(command, { cli, outcome }, async (session, target, options, ids) => {
    if (ids.length === 0 && !options.all) throw nothingNamed(target);
    const host = await runningHost(session, target);
    const { signal, grace: graceMs } = options;
    const { killed, missing } = await killCommands(host, { ids, all: options.all, signal, graceMs });
    session.progress.end();
    await answer(cli, options, killed, () => renderKilled(killed, target, missing));
    await host?.close();
    if (missing.length > 0) throw notThere(target, missing);
    return exitCode.ok;
  });
}

/** `TERM` or `SIGTERM`, as `SIGTERM`. */
export function parseSignal(text: string): string {
  const name = text.toUpperCase().replace(/^(SIG)?/, 'SIG');
  if (signalExitCode(name) > 128) return name;
  throw new InvalidArgumentError('write the name of a signal of Linux, such as TERM, INT or KILL.');
}

function nothingNamed(target: string): CliError {
  return new CliError({
    code: 'usage',
    host: target,
    message: 'no command was named',
    remedy: `name one of those that orssh ps ${target} prints, or --all`,
    exitCode: exitCode.usage,
  });
}

function notThere(target: string, missing: readonly string[]): CliError {
  return new CliError({
    code: 'no_command',
    host: target,
    message: `no command ${missing.join(', ')} runs on ${target}`,
    remedy: `see which do: orssh ps ${target}`,
  });
}
