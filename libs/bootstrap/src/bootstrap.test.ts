import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import {
  bootstrap,
  type BootstrapEvent,
  findStubBinaries,
  type RunningStub,
  stopStub,
  type StubBinaries,
} from './index.js';
import { installRoots } from './testing/install-roots.js';
import { describeWithSshd, sshdForTests } from './testing/sshd.js';
import { statusOf } from './testing/status-of.js';
import { tempDir } from './testing/temp-dir.js';

describeWithSshd('on a real sshd', () => {
  const sshd = sshdForTests();
  const newRoot = installRoots(sshd);
  let stubs: StubBinaries;

  beforeAll(async () => {
    stubs = await findStubBinaries();
  });

  test('an empty host gets the stub, and its token opens it', async () => {
    const installRoot = await newRoot();
    const events: BootstrapEvent[] = [];
    const running = await bootstrap(await sshd.connection(), {
      stubs,
      installRoot,
      onProgress: (event) => events.push(event),
    });
    expect(running).toMatchObject({ how: 'installed', transport: 'socket', ready: { root: installRoot } });
    expect(await statusOf(running)).toBe('HTTP/1.1 200 OK');
    const steps = [...new Set(events.map(({ step }) => step))];
    expect(steps).toEqual(['probe', 'probed', 'upload', 'started', 'handshake', 'ready']);
    expect(running.ready).not.toHaveProperty('token');
    expect((await readdir(join(installRoot, 'bin'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('a host that has the stub is not uploaded to, and its running stub is adopted', async () => {
    const installRoot = await newRoot();
    const first = await bootstrap(await sshd.connection(), { stubs, installRoot });
    const second = await bootstrap(await sshd.connection(), { stubs, installRoot });
    expect(second).toMatchObject({ how: 'found', ready: { adopted: true, pid: first.ready.pid } });
    expect(await statusOf(second)).toBe('HTTP/1.1 200 OK');
  });

  test('a stub that was stopped is started again by the probe', async () => {
    const installRoot = await newRoot();
    const first = await bootstrap(await sshd.connection(), { stubs, installRoot });
    await stopStub(first.connection, { installRoot });
    const second = await bootstrap(first.connection, { stubs, installRoot });
    expect(second).toMatchObject({ how: 'found', ready: { adopted: false } });
    expect(second.ready.instance).not.toBe(first.ready.instance);
  });

  test('whether installed or found, it has the umask of the login: what commands make is not private', async () => {
    const connection = await sshd.connection();
    const installRoot = await newRoot();
    const { stdout } = await connection.exec('umask');
    const umask = (await text(stdout)).trim();
    expect(umask).not.toBe('0077');
    const umaskOf = async ({ ready }: RunningStub): Promise<string | undefined> =>
      /^Umask:\t(.*)$/m.exec(await readFile(`/proc/${ready.pid}/status`, 'utf8'))?.[1];
    expect(await umaskOf(await bootstrap(connection, { stubs, installRoot }))).toBe(umask);
    await stopStub(connection, { installRoot });
    expect(await umaskOf(await bootstrap(connection, { stubs, installRoot }))).toBe(umask);
  });

  test('two at once on an empty host both succeed, on one stub', async () => {
    const installRoot = await newRoot();
    const connections = await Promise.all([sshd.connection(), sshd.connection()]);
    const both = await Promise.all(connections.map((one) => bootstrap(one, { stubs, installRoot })));
    expect(both[0]?.ready.instance).toBe(both[1]?.ready.instance);
    expect(await Promise.all(both.map(statusOf))).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
    expect((await readdir(join(installRoot, 'bin'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('a root in which nothing can be made is an error with a remedy', async () => {
    const connection = await sshd.connection();
    await expect(bootstrap(connection, { stubs, installRoot: '/proc/orssh' })).rejects.toMatchObject({
      code: 'no_permission',
      remedy: expect.stringContaining('--install-root') as string,
    });
  });

  test('the time limit holds', async () => {
    const connection = await sshd.connection();
    const late = bootstrap(connection, { stubs, installRoot: await newRoot(), timeoutMs: 1 });
    await expect(late).rejects.toMatchObject({ code: 'timeout' });
  });
});

describeWithSshd('where the server forwards nothing', () => {
  const sshd = sshdForTests(['DisableForwarding yes']);

  test('the stub is reached over exec, several times at once', async () => {
    const [stubs, installRoot] = [await findStubBinaries(), await tempDir()];
    const running = await bootstrap(await sshd.connection(), { stubs, installRoot });
    expect(running.transport).toBe('exec');
    const streams = await Promise.all([running.open(), running.open()]);
    expect(new Set(streams).size).toBe(2);
    for (const stream of streams) stream.destroy();
    await stopStub(running.connection, { installRoot });
  });

  test('a program in the place of the bridge is not run, and so is not shown the token', async () => {
    const [stubs, installRoot] = [await findStubBinaries(), await tempDir()];
    const running = await bootstrap(await sshd.connection(), { stubs, installRoot });
    (await running.open()).destroy();
    const { version, sha256 } = running.ready;
    const file = join(installRoot, 'bin', `opencode-remote-ssh-stub-${version}-${sha256.slice(0, 12)}`);
    await rename(file, `${file}.kept`);
    await writeFile(file, `#!/bin/sh\ncat >'${installRoot}/seen'\n`, { mode: 0o700 });
    await expect(running.open()).rejects.toMatchObject({ code: 'identity_mismatch' });
    expect(await readdir(installRoot)).not.toContain('seen');
    await rename(`${file}.kept`, file);
    await stopStub(running.connection, { installRoot });
  });
});

describeWithSshd('where commands do not reach a shell', () => {
  const sshd = sshdForTests(['ForceCommand echo Only backups here.']);

  test('the error says so, with what was printed', async () => {
    const stubs = await findStubBinaries();
    await expect(bootstrap(await sshd.connection(), { stubs })).rejects.toMatchObject({
      code: 'no_shell',
      message: expect.stringContaining('Only backups here.') as string,
    });
  });
});
