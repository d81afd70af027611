import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Connection } from '@orssh/tunnel';

import { bootstrap, findStubBinaries, rememberInFiles, rotateToken, stopStub } from './index.js';
import { installRoots } from './testing/install-roots.js';
import { describeWithSshd, sshdForTests } from './testing/sshd.js';
import { statusOf } from './testing/status-of.js';
import { tempDir } from './testing/temp-dir.js';

describeWithSshd('on a real sshd', () => {
  const sshd = sshdForTests();
  const newRoot = installRoots(sshd);

  async function installed() {
    const installRoot = await newRoot();
    const remembered = rememberInFiles({ directory: await tempDir() });
    const connection = await sshd.connection();
    const stubs = await findStubBinaries();
    const running = await bootstrap(connection, { stubs, installRoot, remembered });
    const tokenFile = join(installRoot, 'run', 'stub.token');
    const inForce = async () => (await readFile(tokenFile, 'utf8')).trim();
    return { installRoot, remembered, connection, running, stubs, inForce };
  }

  test('a rotated token is remembered, and the stub that runs takes it', async () => {
    const { connection, installRoot, remembered, running, stubs, inForce } = await installed();
    const before = running.token;
    const rotated = await rotateToken(connection, { installRoot, remembered });
    expect(rotated).toEqual({ root: installRoot, rotated: true, running: true });
    expect(await inForce()).not.toBe(before);
    const again = await bootstrap(await sshd.connection(), { stubs, installRoot, remembered });
    expect(again).toMatchObject({ how: 'remembered', token: await inForce() });
    expect(await statusOf(again)).toBe('HTTP/1.1 200 OK');
  });

  test('a stub that is reached reads the token anew: once for all streams that are opened', async () => {
    const { connection, installRoot, remembered, running, inForce } = await installed();
    (await running.open()).destroy();
    await rotateToken(await sshd.connection(), { installRoot });
    const execs = countExecs(connection);
    const streams = await Promise.all([running.open(), running.open(), running.open()]);
    for (const stream of streams) stream.destroy();
    expect(execs.count).toBe(1);
    expect(running.token).toBe(await inForce());
    const record = await remembered.get(connection.destination, installRoot);
    expect(record?.token).toBe(running.token);
  });

  test('a memory with the old token is not believed, and corrected', async () => {
    const { installRoot, remembered, running, stubs, inForce } = await installed();
    await rotateToken(await sshd.connection(), { installRoot });
    const other = await bootstrap(await sshd.connection(), { stubs, installRoot, remembered });
    expect(other).toMatchObject({ how: 'found', ready: { instance: running.ready.instance } });
    expect((await remembered.get(other.connection.destination, installRoot))?.token).toBe(await inForce());
  });

  test('who has the token in force is told that there is no other', async () => {
    const { running, connection, installRoot } = await installed();
    const { token } = running;
    expect(await running.renewToken(token)).toBeUndefined();
    await rotateToken(connection, { installRoot });
    const next = await running.renewToken(token);
    expect(next).not.toBe(token);
    // Known by now.
    await stopStub(connection, { installRoot });
    expect(await running.renewToken(token)).toBe(next);
  });

  test('where no stub runs it is for the next one; where none was there is nothing', async () => {
    const { connection, installRoot, running, stubs } = await installed();
    await stopStub(connection, { installRoot });
    expect(await rotateToken(connection, { installRoot })).toEqual({
      root: installRoot,
      rotated: true,
      running: false,
    });
    const next = await bootstrap(connection, { stubs, installRoot });
    expect(next.token).not.toBe(running.token);
    const none = { root: join(installRoot, 'none'), rotated: false, running: false };
    expect(await rotateToken(connection, { installRoot: none.root })).toEqual(none);
    await stopStub(connection, { installRoot });
    await rm(join(installRoot, 'run'), { recursive: true });
    expect(await rotateToken(connection, { installRoot })).toMatchObject({ rotated: false });
  });
});

function countExecs(connection: Connection): { count: number } {
  const exec = connection.exec.bind(connection);
  const counter = { count: 0 };
  connection.exec = (...args) => {
    counter.count += 1;
    return exec(...args);
  };
  return counter;
}
