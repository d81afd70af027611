import { CommanderError } from 'commander';

import { CliError } from './cli-error.js';
import type { Cli } from './cli.js';
import { type Outcome, reportFailure } from './commands/action.js';
import { separateCommand } from './exec/separate-command.js';
import { exitCode } from './exit-code.js';
import { selectingOptions } from './host/fleet-options.js';
import { flushed } from './output/streams.js';
import { markArguments } from './open/separate-arguments.js';
import { buildProgram } from './program.js';

/** Runs one command line (without the program's name) and resolves with the exit code; it never ends the process. */
export async function run(argv: readonly string[], cli: Cli): Promise<number> {
  return Promise.race([runProgram(argv, cli), cli.interrupts.gaveUp]);
}

async function runProgram(argv: readonly string[], cli: Cli): Promise<number> {
  const outcome: Outcome = { exitCode: exitCode.ok };
  const program = await buildProgram({ cli, outcome, argv });
  const [verb, ...words] = argv;
  const exec = program.commands.find((command) => command.name() === 'exec');
  try {
    if (verb === 'exec' && exec) {
      const shapes = exec.options.map(({ short, long, required }) => ({
        names: [short, long],
        takesValue: required,
        selects: selectingOptions.includes(long ?? ''),
      }));
      await program.parseAsync(['exec', ...separateCommand(words, shapes)], { from: 'user' });
    } else {
      await program.parseAsync([...argv.slice(0, 1), ...markArguments(verb, words)], { from: 'user' });
    }
  } catch (error) {
    outcome.exitCode =
      error instanceof CommanderError ? usageExitCode(error) : await reportFailure(cli, error, {});
  }
  await Promise.all([flushed(cli.stdout), flushed(cli.stderr)]);
  const { givenUp, signal } = cli.interrupts;
  // Ctrl-C also reaches the programs that were started: what then fails may be told before the signal is.
  const interrupted: unknown = signal.aborted ? signal.reason : undefined;
  return givenUp ?? (interrupted instanceof CliError ? interrupted.exitCode : outcome.exitCode);
}

/** Asking for help or the version succeeds; `orssh` alone shows the help and is a mistake all the same. */
function usageExitCode({ exitCode: code }: CommanderError): number {
  return code === 0 ? exitCode.ok : exitCode.usage;
}
