import { spawn } from 'node:child_process';
import { once } from 'node:events';

import type { Cli } from '../cli.js';
import { signalExitCode } from '../exit-code.js';
import { endOf } from './end-of.js';
import { endWithOrssh } from './end-with-orssh.js';
import { saveTerminal } from './saved-terminal.js';

/** A terminal sends Ctrl-C to both programs: only one that this was not for is told of it. */
const ownCtrlCMs = 1_500;
/** For it to tidy up. */
const endMs = 4_000;

export interface RunOpencode {
  file: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Done before the process ends, when a second signal allows but a moment. */
  lastEffort: () => Promise<void>;
}

/** Runs OpenCode in the person's terminal, to its end; resolves with its exit code. Signals end it as well. */
export async function runOpencode(cli: Cli, { file, args, env, lastEffort }: RunOpencode): Promise<number> {
  const terminal = saveTerminal(cli);
  const child = spawn(file, [...args], { stdio: 'inherit', env, cwd: cli.cwd });
  const together = endWithOrssh(child, { isTerminal: cli.stdout.isTTY === true });
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, signal: NodeJS.Signals): void => {
    timers.push(setTimeout(() => child.kill(signal), ms));
  };
  let received: string | undefined;
  const disown = cli.interrupts.ownedBy({
    forward(signal) {
      received = signal;
      if (signal === 'SIGINT') later(ownCtrlCMs, 'SIGINT');
      else child.kill(signal as NodeJS.Signals);
      later(endMs, 'SIGKILL');
    },
    async giveUp() {
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
      terminal.restore();
      await lastEffort();
    },
  });
  try {
    const code = await endOf(child, file);
    if (code !== 0) terminal.restore();
    return received === undefined || code !== 0 ? code : signalExitCode(received);
  } finally {
    together.release();
    disown();
    for (const timer of timers) clearTimeout(timer);
  }
}
