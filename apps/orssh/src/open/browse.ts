import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Cli } from '../cli.js';
import { findProgram } from '../doctor/run-program.js';

export interface Browsing {
  /** Why no browser was opened. */
  readonly problem?: string;
  remove(): Promise<void>;
}

/**
 * Opens a link that holds a secret in the person's browser. What the browser is given is a file that leads there and only its owner
 * can read: everybody on this machine sees the arguments of a program.
 */
export async function browse({ env }: Pick<Cli, 'env'>, link: string): Promise<Browsing> {
  const program = await browserOf(env);
  if (program === undefined)
    return { problem: 'no browser was found to open it in', remove: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'orssh-'));
  const file = join(folder, 'open.html');
  await writeFile(file, pageTo(link), { mode: 0o600 });
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const [name = '', ...args] = program.includes('%s') ? program.split(' ') : [...program.split(' '), '%s'];
  const url = pathToFileURL(file).href;
  const child = spawn(
    name,
    args.map((word) => word.replace('%s', url)),
    {
      ...{ env, stdio: 'ignore', detached: true },
    },
  );
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('spawn', () => {
      resolve(undefined);
    });
    child.once('error', ({ message }) => {
      resolve(message);
    });
  });
  child.unref();
  return failure === undefined
    ? { remove }
    : { problem: `the browser cannot be started: ${failure}`, remove };
}

/** `$BROWSER` (the first that is there of several), or what the desktop opens links with. */
async function browserOf(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const named of (env['BROWSER'] ?? '').split(':').filter(Boolean)) {
    const [name = ''] = named.split(' ');
    if (name.includes('/') || (await findProgram(name, env)) !== undefined) return named;
  }
  if (process.platform === 'darwin') return 'open';
  const hasScreen = Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
  return hasScreen && (await findProgram('xdg-open', env)) !== undefined ? 'xdg-open' : undefined;
}

function pageTo(link: string): string {
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>OpenCode</title><meta http-equiv="refresh" content="0;url=${link}">\n`;
}
