import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { eventually } from '../testing/eventually.js';
import { contenders, type StartContender } from '../testing/start-contender.js';
import { tempDir } from '../testing/temp-dir.js';
import { leaseFilePath, readLeaseFile } from './lease-file.js';
import { localLeases } from './local-leases.js';
import { machineDirectory } from './machine-directory.js';

const box = { host: 'box', mode: 'exclusive', workspace: 'test' } as const;
const rounds = 30;

let directory: string;
let folder: string;
let start: StartContender;

beforeEach(async () => {
  [directory, folder] = [await tempDir(), await tempDir()];
  start = await contenders(directory, folder);
});

function log(): string[] {
  const file = join(folder, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

const count = (word: string): number => log().filter((line) => line.startsWith(word)).length;
const content = () => readLeaseFile(leaseFilePath(machineDirectory({ directory }), 'box'));

test('holders that are killed at any moment never let two in, and never keep the next one out', async () => {
  const running = [start('contend'), start('contend'), start('contend')];
  for (let round = 0; round < rounds; round++) {
    const [before, started] = [count('released'), count('starts')];
    await eventually(() => count('released') > before + 2);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 15));
    const [victim] = running.splice(Math.floor(Math.random() * running.length), 1);
    victim?.kill(Math.random() < 0.2 ? 'SIGSTOP' : 'SIGKILL');
    running.push(start('contend'));
    await eventually(() => count('starts') > started);
    victim?.kill('SIGKILL');
  }
  for (const child of running) {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
  expect(log().filter((line) => /VIOLATION|fails/.test(line))).toEqual([]);
  const lease = await localLeases({ directory }).acquire(box);
  await lease.release();
  expect(content()).toMatchObject({ leases: [] });
  expect(readdirSync(machineDirectory({ directory })).filter((name) => name.includes('damaged'))).toEqual([]);
}, 120_000);

test('a process that ends gives its lease back', async () => {
  const child = start('once');
  await once(child, 'exit');
  expect(count('has')).toBe(1);
  expect(content()).toMatchObject({ leases: [] });
});

test('a process that is killed leaves a record, which the next one drops', async () => {
  const child = start('hold');
  await eventually(() => count('has') > 0);
  await expect(localLeases({ directory }).acquire(box)).rejects.toMatchObject({
    holders: [{ pid: child.pid }],
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lease = await localLeases({ directory }).acquire(box);
  expect(lease.dropped).toMatchObject([{ pid: child.pid, workspace: 'hold' }]);
  await lease.release();
});

test('a process that was stopped while it changed the file does not undo what others did meanwhile', async () => {
  const child = start('stop');
  await eventually(() => count('sees') > 0);
  const lease = await localLeases({ directory }).acquire({ ...box, stubLease: 'lse_mine' });
  child.kill('SIGCONT');
  await eventually(() => count('changed') > 0);
  expect(log().map((line) => line.replace(/ \d+$/, ''))).toEqual(['sees 0', 'sees 1', 'changed']);
  expect(content()).toMatchObject({ leases: [{ id: lease.id }], orphans: ['lse_overwritten'] });
  await lease.release();
});

test('a lock whose holder crashed is broken', async () => {
  const child = start('stop');
  await eventually(() => count('sees') > 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lease = await localLeases({ directory }).acquire(box);
  await lease.release();
});
