import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

import { eventually } from '../eventually.js';
import type { Given } from '../on-hosts.js';
import { must, run } from '../run.js';
import { cli } from './orssh.js';

/** A program in a real terminal of 100 × 40 (or other columns), driven through tmux. */
export interface Terminal {
  /** What is on the screen now. */
  screen(): Promise<string>;
  /** The name of the window, as the program in it has set it. */
  title(): Promise<string>;
  /** Types keys by tmux's names (`C-c`, `Enter`, `Down`), or text. */
  press(...keys: string[]): Promise<void>;
  /** Waits until the screen matches, at most 40 s or as long as is said; resolves with it. */
  until(pattern: RegExp, timeoutMs?: number): Promise<string>;
  /** Kills the program and its terminal at once. */
  crash(): Promise<void>;
  /** Closes the terminal, as one closes its window. */
  hangUp(): Promise<void>;
  /** Waits for the program to end; resolves with its exit code. */
  ended(): Promise<number>;
}

/** Why there is no terminal here, or undefined. */
export const terminalMissing = spawnSync('tmux', ['-V']).error ? 'tmux is not installed' : undefined;

export interface TerminalOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Default 100. */
  columns?: number;
}

/** Starts `orssh ARGS` in a terminal; it ends with the test at the latest. */
export function openTerminal(
  given: Pick<Given, 'defer'>,
  args: string[],
  options?: TerminalOptions,
): Promise<Terminal> {
  return openProgram(given, [process.execPath, cli, ...args], options);
}

/** Starts a program in a terminal; it ends with the test at the latest. */
export async function openProgram(
  { defer }: Pick<Given, 'defer'>,
  command: string[],
  { env = process.env, cwd = '.', columns = 100 }: TerminalOptions = {},
): Promise<Terminal> {
  const tmux = ['-L', `orssh-e2e-${randomBytes(5).toString('hex')}`, '-f', '/dev/null'];
  // The shell stays, so that the last screen and the exit code can be read; Ctrl-C must not end it.
  const script = 'trap : INT; "$@"; echo "[ended $?]"; exec sleep 600';
  const program = ['sh', '-c', script, 'sh', ...command];
  const size = ['-x', String(columns), '-y', '40'];
  await must('tmux', [...tmux, 'new-session', '-d', '-s', 'e2e', '-c', cwd, ...size, ...program], {
    // At a terminal there is a person, also where these tests are run by none.
    env: { ...env, CI: undefined },
  });
  defer(() => run('tmux', [...tmux, 'kill-server']));
  const screen = (): Promise<string> => must('tmux', [...tmux, 'capture-pane', '-p', '-J', '-t', 'e2e']);
  const until = (pattern: RegExp, timeoutMs?: number): Promise<string> =>
    eventually(screen, (text) => pattern.test(text), timeoutMs);
  return {
    screen,
    title: async () =>
      (await must('tmux', [...tmux, 'display-message', '-p', '-t', 'e2e', '#{pane_title}'])).trim(),
    until,
    async press(...keys) {
      await must('tmux', [...tmux, 'send-keys', '-t', 'e2e', ...keys]);
    },
    async crash() {
      const pid = await must('tmux', [...tmux, 'display-message', '-p', '-t', 'e2e', '#{pane_pid}']);
      // The shell and the program: neither gets a chance to tidy up.
      await run('pkill', ['-KILL', '-P', pid.trim()]);
      await run('tmux', [...tmux, 'kill-server']);
    },
    async hangUp() {
      await run('tmux', [...tmux, 'kill-server']);
    },
    async ended() {
      return Number(/\[ended (\d+)\]/.exec(await until(/\[ended \d+\]/))?.[1]);
    },
  };
}
