import { spawnSync } from 'node:child_process';

import type { Cli } from '../cli.js';

/** Ends what a full-screen program may have left on: other screen, mouse, focus and paste reports, its keyboard, its colours. */
export const plainScreen = [
  '\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?2026l\x1b[<u\x1b[>4;0m',
  '\x1b[?1049l\x1b[?25h\x1b[0m\r\n',
].join('');

/** How the terminal is now, so that it can be made so again. */
export function saveTerminal({ stdin, stdout }: Pick<Cli, 'stdin' | 'stdout'>): { restore(): void } {
  if (!stdin.isTTY) return { restore: () => undefined };
  const { status, stdout: settings } = stty('-g');
  return {
    restore() {
      if (status === 0) stty(settings.trim());
      if (stdout.isTTY) stdout.write(plainScreen);
    },
  };
}

/** The settings belong to the terminal that standard input is. */
function stty(word: string) {
  return spawnSync('stty', [word], {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: 2_000,
  });
}
