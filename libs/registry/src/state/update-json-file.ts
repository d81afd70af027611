import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import lockfile from 'proper-lockfile';

import { readJson } from './read-json.js';
import { replaceFile } from './replace-file.js';

/** A holder that has died is known by its lock file not being touched for this long. */
const staleMs = 10_000;

/**
 * Reads, changes and writes a 0600 JSON file; of processes that do so at once each sees what the one before it wrote. `change`
 * gets undefined where there is no file or it is damaged.
 */
export async function updateJsonFile(file: string, change: (stored: unknown) => unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const release = await lockfile.lock(file, {
    realpath: false,
    stale: staleMs,
    // About twenty seconds: longer than a dead holder's lock lasts.
    retries: { retries: 250, factor: 1.2, minTimeout: 5, maxTimeout: 80, randomize: true },
    // The file is replaced as a whole: at worst the change of one of two is lost.
    onCompromised: () => undefined,
  });
  try {
    await replaceFile(file, JSON.stringify(change(await readJson(file))));
  } finally {
    await release().catch(() => undefined);
  }
}
