import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { readJson } from './read-json.js';
import { replaceFile } from './replace-file.js';
import { withFileLock } from './with-file-lock.js';

/**
 * Reads, changes and writes a 0600 JSON file; of processes that do so at once each sees what the one before it wrote. `change`
 * gets undefined where there is no file or it is damaged.
 */
export async function updateJsonFile(file: string, change: (stored: unknown) => unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await withFileLock(file, async () => {
    await replaceFile(file, JSON.stringify(change(await readJson(file))));
  });
}
