import { randomBytes } from 'node:crypto';

import { run } from './run.js';

/** A terminal of its own size, in tmux, with a program in it. */
export interface Terminal {
  /** Types keys by tmux's names (`Enter`, `Down`, `Space`), or text. */
  press(...keys: string[]): Promise<void>;
  /** Waits until the screen, without colours, matches. */
  until(pattern: RegExp): Promise<void>;
  /** Waits for the program to end. */
  ended(): Promise<void>;
  /** The screen with its colours, a string a row. */
  rows(): Promise<string[]>;
  close(): Promise<void>;
}

const patienceMs = 60_000;
const end = 'the program has ended';

/** Runs a line of sh in a terminal of `columns` × `rows`. */
export async function openTerminal(
  line: string,
  { columns, rows, env, cwd }: { columns: number; rows: number; env: Record<string, string>; cwd: string },
): Promise<Terminal> {
  const tmux = ['-L', `orssh-shots-${randomBytes(5).toString('hex')}`, '-f', '/dev/null'];
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  // The environment of the person who runs this stays outside.
  const clean = ['env', '-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  const script = `${line}\nprintf '\\n${end}'; exec sleep 600`;
  const size = ['-x', String(columns), '-y', String(rows)];
  await run('tmux', [
    ...tmux,
    'new-session',
    '-d',
    ...variables,
    ...size,
    '-c',
    cwd,
    '-s',
    's',
    ...clean,
    'TERM=tmux-256color',
    'sh',
    '-c',
    script,
  ]);
  const capture = (...how: string[]): Promise<string> =>
    run('tmux', [...tmux, 'capture-pane', '-p', '-t', 's', ...how]);
  const until = async (pattern: RegExp): Promise<void> => {
    const from = performance.now();
    for (let screen = await capture(); !pattern.test(screen); screen = await capture()) {
      if (performance.now() - from > patienceMs) {
        throw new Error(`the screen did not come to match ${String(pattern)}:\n${screen}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  return {
    until,
    ended: () => until(new RegExp(end)),
    async press(...keys) {
      await run('tmux', [...tmux, 'send-keys', '-t', 's', ...keys]);
    },
    async rows() {
      const all = (await capture('-e')).split('\n');
      const last = all.findIndex((row) => row.includes(end));
      return last < 0 ? all : all.slice(0, last);
    },
    async close() {
      await run('tmux', [...tmux, 'kill-server']);
    },
  };
}
