import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Cli } from '../cli.js';

/** A program that was seen to be OpenCode of this version. */
export interface SeenOpencode {
  /** The program itself, with no link in its path. */
  file: string;
  version: string;
}

interface Seen extends SeenOpencode {
  stamp: string;
}

type Memory = Pick<Cli, 'env' | 'libraries'>;

/** What was remembered of the program behind `file`; undefined where that is another one, or has changed since. */
export async function recallOpencode(how: Memory, file: string): Promise<SeenOpencode | undefined> {
  try {
    const { path } = await placeOf(how);
    const seen = JSON.parse(await readFile(path, 'utf8')) as Partial<Seen> | null;
    const real = await realpath(file);
    const { file: known, version, stamp } = seen ?? {};
    if (known !== real || stamp !== (await stampOf(real)) || typeof version !== 'string') return undefined;
    return { file: real, version };
  } catch {
    return undefined;
  }
}

/** Only saves work: where it cannot be written, nothing is said. */
export async function rememberOpencode(how: Memory, { file, version }: SeenOpencode): Promise<void> {
  try {
    const { folder, path, replaceFile } = await placeOf(how);
    const real = await realpath(file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await replaceFile(path, JSON.stringify({ file: real, version, stamp: await stampOf(real) }));
  } catch {
    // The next run asks it again.
  }
}

async function placeOf({ env, libraries }: Memory) {
  const { stateFolder, replaceFile } = await libraries.registry();
  const folder = stateFolder(env);
  return { folder, path: join(folder, 'opencode.json'), replaceFile };
}

/** Another one after any change, also one that keeps size and date. */
async function stampOf(file: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
