import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { forgetOldStubs } from './forget-old.js';
import { tempDir } from './testing/temp-dir.js';

const day = 86_400_000;

async function folderWith(ages: Record<string, number>): Promise<string> {
  const directory = join(await tempDir(), 'hosts');
  await mkdir(directory);
  for (const [name, days] of Object.entries(ages)) {
    const path = join(directory, name);
    await writeFile(path, '{}');
    const then = new Date(Date.now() - days * day);
    await utimes(path, then, then);
  }
  return directory;
}

test('old ones go, and litter of the same age', async () => {
  const directory = await folderWith({ 'a.json': 1, 'b.json': 100, 'c.json.12ab': 100 });
  const gone = await forgetOldStubs({ directory, olderThanMs: 90 * day });
  expect(gone.map(({ bytes }) => bytes)).toEqual([2, 2]);
  expect(await readdir(directory)).toEqual(['a.json']);
});

test('a dry run names them and leaves them', async () => {
  const directory = await folderWith({ 'b.json': 100 });
  const options = { directory, olderThanMs: 90 * day, dryRun: true };
  expect(await forgetOldStubs(options)).toEqual([{ path: join(directory, 'b.json'), bytes: 2 }]);
  expect(await readdir(directory)).toEqual(['b.json']);
});

test('without a folder there is nothing to forget', async () => {
  expect(await forgetOldStubs({ directory: '/nowhere/at/all', olderThanMs: 0 })).toEqual([]);
});
