import { duration, tenths } from '@orssh/doctor/duration';
import { Command } from 'commander';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { type Tell, tellStory } from '../demo/story.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { jsonLine } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { movesOn, plainProgress, type Progress } from '../output/progress.js';
import { SpinnerProgress } from '../output/spinner-progress.js';
import { type Outcome, settle } from './action.js';

interface Step {
  name: string;
  ms: number;
  detail: string;
}

/** `orssh demo`: the main job, on a host that it starts itself. */
export function demoCommand(cli: Cli, outcome: Outcome): Command {
  return new Command('demo')
    .description(
      'show all of it on this machine: start an SSH host, put the stub there, run commands, clean up',
    )
    .option('--json', 'print JSON for a script, in the form below')
    .option('-v, --verbose', 'print the cause of a failure')
    .addHelpText(
      'after',
      helpTopics({
        examples: [['orssh demo', 'takes a second or two']],
        json: ['{"ok","totalMs","steps":[{"name","ms","detail"}]}'],
      }),
    )
    .action((options: { json?: boolean; verbose?: boolean }) => {
      const live = movesOn(cli.stderr, cli.env) && !options.json;
      const progress = live ? new SpinnerProgress(cli.stderr) : plainProgress(cli.stderr, 'quiet');
      return settle(cli, outcome, { ...options, progress }, () => demo(cli, options, progress));
    });
}

async function demo(cli: Cli, options: { json?: boolean }, progress: Progress): Promise<number> {
  if (process.platform !== 'linux') {
    throw new CliError({
      code: 'demo_failed',
      message: `the demonstration needs Linux, where the stub runs; this machine is ${process.platform}`,
      remedy: 'try a real host instead: orssh setup HOST, then orssh exec HOST -- uname -a',
    });
  }
  const { signal } = cli.interrupts;
  const begin = performance.now();
  const steps: Step[] = [];
  const tell: Tell = async (name, work) => {
    progress.step(name);
    signal.throwIfAborted();
    const from = performance.now();
    const { result, detail } = await work().catch((error: unknown) => {
      throw failed(name, error);
    });
    const step = { name, ms: tenths(performance.now() - from), detail };
    steps.push(step);
    progress.pause();
    if (!options.json) cli.stdout.write(renderStep(cli, step));
    progress.resume();
    return result;
  };
  await tellStory(await cli.libraries.demo(), tell, signal);
  const totalMs = tenths(performance.now() - begin);
  progress.end();
  const summary = `\n${steps.length} steps, all of them worked, in ${duration(totalMs)}. On a real host: orssh exec HOST -- uname -a\n`;
  cli.stdout.write(options.json ? jsonLine({ ok: true, totalMs, steps }) : summary);
  return exitCode.ok;
}

function renderStep(cli: Cli, { name, ms, detail }: Step): string {
  const colors = colorsFor(cli.stdout, cli.env);
  const time = duration(ms).padStart(8);
  return `${colors.green('✓')} ${name.padEnd(26)} ${colors.cyan(time)}   ${colors.dim(escapeControl(detail))}\n`;
}

/** The libraries' errors already say what to do; anything else gets the step's name. */
function failed(step: string, error: unknown): unknown {
  if (error instanceof Error && 'remedy' in error) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CliError({
    code: 'demo_failed',
    message: `the demonstration failed at "${step}": ${message}`,
    remedy: 'run it again with --verbose and report what it prints',
    cause: error,
  });
}
