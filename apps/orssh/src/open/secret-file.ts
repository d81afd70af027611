import { open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import type { OpenOptions } from './open-options.js';
import type { OpenedRemote } from './open-remote.js';

export interface SecretFile {
  readonly path: string;
  remove(): Promise<void>;
}

/** Writes the password where `--secret-file` says, for its owner alone. A file that is there already stays as it is: that is an error. */
export async function writeSecretFile(
  { cwd }: Pick<Cli, 'cwd'>,
  { secretFile }: Pick<OpenOptions, 'secretFile'>,
  { secret }: Pick<OpenedRemote, 'secret'>,
): Promise<SecretFile | undefined> {
  if (secretFile === undefined) return undefined;
  const path = resolve(cwd, secretFile);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${secret}\n`);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'it is there already' : message;
    const remedy = 'name a file that is not there, in a folder of yours';
    throw new CliError({ code: 'usage', message: `${path} cannot be written: ${why}`, remedy, cause });
  }
  return { path, remove: () => rm(path, { force: true }) };
}
