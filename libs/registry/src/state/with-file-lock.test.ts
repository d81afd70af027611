import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { tempFolder } from '../testing/temp-folder.js';
import { withFileLock } from './with-file-lock.js';

test('the lock of a process that died is taken over', async () => {
  const { path } = tempFolder();
  const file = join(path, 'state.json');
  mkdirSync(`${file}.lock`);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(`${file}.lock`, longAgo, longAgo);
  expect(await withFileLock(file, () => Promise.resolve('done'))).toBe('done');
});

test('one after the other, also where work fails', async () => {
  const { path } = tempFolder();
  const file = join(path, 'state.json');
  let inside = 0;
  const work = async (fails: boolean) => {
    expect((inside += 1)).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    if (fails) throw new Error('failed');
  };
  const all = [false, true, false, true].map((fails) => withFileLock(file, () => work(fails)));
  const settled = await Promise.allSettled(all);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
});
