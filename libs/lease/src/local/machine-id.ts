import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type DirectoryOptions, machineDirectory, makeDirectory } from './machine-directory.js';

const form = /^mch_[0-9a-f]{32}$/;

/** Names this machine and user to stubs, and says nothing else about them: random, made once, kept 0600. */
export function machineID(options: DirectoryOptions = {}): string {
  const directory = machineDirectory(options);
  const file = join(directory, 'machine-id');
  makeDirectory(directory);
  return read(file) ?? make(file);
}

function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (form.test(text)) return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  renameSync(file, `${file}.damaged-${Date.now()}`);
  return undefined;
}

/** Of several processes that make one at once, all get the first. */
function make(file: string): string {
  const id = `mch_${randomBytes(16).toString('hex')}`;
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, `${id}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(temporary, file);
    return id;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return read(file) ?? id;
  } finally {
    rmSync(temporary, { force: true });
  }
}
