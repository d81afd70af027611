import { type ChildProcess, spawn } from 'node:child_process';

import { plainScreen } from './saved-terminal.js';

/** Waits for a line, and ends the process where there is none: its input ends when whoever holds it ends, however that happens. */
const script = `
read -r word && exit
kill -s TERM "$1"
for time in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  kill -0 "$1" || break
  sleep 0.1
done
kill -s KILL "$1"
printf '%s' "$2" >&3
`;

const words = 'orssh was killed, and OpenCode was ended with it.\r\n';

/**
 * Has OpenCode end with this process also when that is killed: it would stay on the screen, connected to nothing. To be released once
 * it has ended. On a terminal what became of it is said.
 */
export function endWithOrssh(
  { pid }: Pick<ChildProcess, 'pid'>,
  { isTerminal }: { isTerminal: boolean },
): { release(): void } {
  if (pid === undefined) return { release: () => undefined };
  const said = isTerminal ? `${plainScreen}${words}` : '';
  // In a session of its own: Ctrl-C and a closed terminal are not for it.
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(pid), said], {
    ...{ cwd: '/', detached: true },
    stdio: ['pipe', 'ignore', 'ignore', isTerminal ? 1 : 'ignore'],
  });
  watcher.on('error', () => undefined);
  watcher.stdin?.on('error', () => undefined);
  watcher.unref();
  return {
    release: () => {
      watcher.stdin?.end('ended\n');
    },
  };
}
