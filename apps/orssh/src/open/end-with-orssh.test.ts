import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

import { endWithOrssh } from './end-with-orssh.js';

test('what has ended is not ended again once it is released', async () => {
  const child = spawn('sh', ['-c', 'read -r word; exit 7'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const together = endWithOrssh(child, { isTerminal: false });
  const [watcher = ''] = await watchersOf(child.pid);
  together.release();
  await watcherEnded(watcher);
  child.stdin.end('go\n');
  expect(await once(child, 'exit')).toEqual([7, null]);
});

test('a program that could not be started needs nobody to watch over it', () => {
  expect(() => {
    endWithOrssh({ pid: undefined }, { isTerminal: true }).release();
  }).not.toThrow();
});

/** Children of this process that have the number among their arguments. */
async function watchersOf(pid = 0): Promise<string[]> {
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  const found: string[] = [];
  for (const child of children.split(' ').filter(Boolean)) {
    const words = (await readFile(`/proc/${child}/cmdline`, 'utf8')).split('\0');
    if (words.includes(String(pid))) found.push(child);
  }
  return found;
}

async function watcherEnded(pid: string): Promise<void> {
  const isThere = (): Promise<boolean> =>
    readFile(`/proc/${pid}/stat`, 'utf8').then(
      (text) => !text.includes(') Z '),
      () => false,
    );
  const deadline = Date.now() + 20_000;
  while (await isThere()) {
    if (Date.now() > deadline) throw new Error('the watcher stays');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
