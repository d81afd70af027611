import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import { hostSession, type HostSession } from '../host/session.js';
import {
  addCommonOptions,
  addTargetOptions,
  type CommonOptions,
  type TargetOptions,
} from '../host/target-options.js';
import { jsonLine } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import { plainProgress, type Progress } from '../output/progress.js';
import { describeFailure, renderCauses, renderFailure } from '../output/render-error.js';
import { explain } from './explain.js';
import { failureExitCode } from './failure-exit-code.js';

/** Where a command leaves its exit code. */
export interface Outcome {
  exitCode: number;
}

export type Body<Options extends TargetOptions> = (
  session: HostSession,
  target: string,
  options: Options,
  words: string[],
) => Promise<number>;

/** Makes a command run `body`: its failures are printed here, in the form that was asked for. */
export function runs<Options extends TargetOptions>(
  command: Command,
  { cli, outcome, plain = 'quiet' }: { cli: Cli; outcome: Outcome; plain?: 'quiet' | 'lines' },
  body: Body<Options>,
): Command {
  return addTargetOptions(command).action((target: string, ...rest: unknown[]) => {
    const options = command.opts<Options>();
    const session = hostSession(cli, options, plain);
    return settle(cli, outcome, { ...options, progress: session.progress }, () =>
      body(session, target, options, wordsOf(command, [target, ...rest]).slice(1)),
    );
  });
}

export type LoneBody<Options extends CommonOptions> = (
  words: string[],
  options: Options,
  progress: Progress,
) => Promise<number>;

/** Makes a command run `body` that reaches no host, or finds its hosts by itself; `words` are its arguments. */
export function runsAlone<Options extends CommonOptions>(
  command: Command,
  { cli, outcome }: { cli: Cli; outcome: Outcome },
  body: LoneBody<Options>,
): Command {
  return addCommonOptions(command).action((...given: unknown[]) => {
    const options = command.opts<Options>();
    const progress = plainProgress(cli.stderr, options.verbose ? 'lines' : 'quiet');
    return settle(cli, outcome, { ...options, progress }, () =>
      body(wordsOf(command, given), options, progress),
    );
  });
}

/** The arguments that were given, in order: of what commander hands to an action, options and the command come after them. */
function wordsOf({ registeredArguments }: Command, given: unknown[]): string[] {
  const words = given.slice(0, registeredArguments.length).flat();
  return words.filter((word) => typeof word === 'string');
}

/** Runs `work` to its exit code; a failure is printed, after the progress display has gone. */
export async function settle(
  cli: Cli,
  outcome: Outcome,
  options: { config?: string; json?: boolean; verbose?: boolean; progress: Progress },
  work: () => Promise<number>,
): Promise<void> {
  try {
    outcome.exitCode = await work();
    // What was cut short by Ctrl-C may look finished.
    cli.interrupts.signal.throwIfAborted();
  } catch (error) {
    options.progress.end();
    outcome.exitCode = await reportFailure(cli, error, options);
  } finally {
    options.progress.end();
  }
}

/** Prints a failure and gives its exit code. Ctrl-C needs no words. */
export async function reportFailure(
  cli: Cli,
  error: unknown,
  options: Pick<TargetOptions, 'config' | 'json' | 'verbose'>,
): Promise<number> {
  const interrupted: unknown = cli.interrupts.signal.aborted ? cli.interrupts.signal.reason : undefined;
  const shown = interrupted ?? (await explain(cli, error, options));
  const failure = describeFailure(shown);
  if (options.json) cli.stdout.write(jsonLine({ error: failure }));
  else if (failure.code !== 'interrupted')
    cli.stderr.write(renderFailure(failure, colorsFor(cli.stderr, cli.env)));
  if (options.verbose && !interrupted) cli.stderr.write(renderCauses(error));
  return failureExitCode(shown);
}
