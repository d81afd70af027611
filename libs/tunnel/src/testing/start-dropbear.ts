import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import type { Destination } from '../destination.js';
import { fakeDestination } from './fake-destination.js';
import { freePort } from './free-port.js';
import { killDescendants } from './process-tree.js';
import { makeKey } from './start-sshd.js';
import { canMakeUsers, makeTestUser } from './test-user.js';

const run = promisify(execFile);
const places = ['/usr/sbin/dropbear', '/usr/local/sbin/dropbear', '/usr/bin/dropbear'];
const dropbearPath = places.find((path) => existsSync(path));

/** Dropbear takes authorized keys from homes only, so the test needs a user. */
export const canStartDropbear = dropbearPath !== undefined && canMakeUsers;

/** A real dropbear on a port of its own, with a user of its own. */
export interface RunningDropbear {
  destination(changes?: Partial<Destination>): Destination;
  killConnections(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a dropbear. Needs {@link canStartDropbear}. */
export async function startDropbear(): Promise<RunningDropbear> {
  const folder = await mkdtemp(join(tmpdir(), 'orssh-dropbear-'));
  const [hostKey, clientKey] = [join(folder, 'host'), join(folder, 'client')];
  await run('dropbearkey', ['-t', 'ed25519', '-f', hostKey]);
  await makeKey(clientKey);
  const user = await makeTestUser();
  const { uid, gid } = await stat(user.home);
  const settings = join(user.home, '.ssh');
  await mkdir(settings, { mode: 0o700 });
  await writeFile(join(settings, 'authorized_keys'), await readFile(`${clientKey}.pub`), { mode: 0o600 });
  for (const path of [settings, join(settings, 'authorized_keys')]) await chown(path, uid, gid);

  const port = await freePort();
  const args = ['-F', '-E', '-r', hostKey, '-P', join(folder, 'pid'), '-p', `127.0.0.1:${port}`];
  const child = spawn(dropbearPath ?? '', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(createInterface({ input: child.stderr }), 'line');
  return {
    destination: (changes = {}) => ({
      ...fakeDestination,
      target: 'a-dropbear',
      host: '127.0.0.1',
      port,
      user: user.name,
      identityFiles: [clientKey],
      strictHostKeyChecking: 'no',
      ...changes,
    }),
    killConnections: () => killDescendants(child.pid ?? 0),
    async close() {
      await killDescendants(child.pid ?? 0);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      await user.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
