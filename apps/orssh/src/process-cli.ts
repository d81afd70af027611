import type { Cli } from './cli.js';
import { exitCode } from './exit-code.js';
import { Interrupts } from './interrupts.js';
import { libraries } from './libraries.js';
import { openTerminal } from './prompts/terminal.js';

/** The {@link Cli} of this process; from now on its signals and broken outputs arrive as interrupts. */
export function processCli(version: string): Cli {
  const interrupts = new Interrupts();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupts.receive(signal);
    });
  }
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    const unread = error.code === 'EPIPE';
    if (!unread) process.stderr.write(`error: standard output cannot be written: ${error.message}\n`);
    interrupts.outputBroke(unread ? undefined : exitCode.failed);
  });
  // Every later write fails as well, which is nothing new.
  process.stdout.on('error', () => undefined);
  // Losing the messages must not lose the command.
  process.stderr.on('error', () => undefined);
  const { env, stdout, stderr } = process;
  return {
    version,
    env,
    cwd: process.cwd(),
    // Opening standard input is not free, and most commands never read it.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    interrupts,
    openTerminal,
    libraries,
  };
}
