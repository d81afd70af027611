import { cp, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bootstrap, type BootstrapEvent, findStubBinaries, stopStub, type StubBinaries } from './index.js';
import { install } from './install.js';
import { type HostReport, probe } from './probe.js';
import { findStubLine } from './stub-lines.js';
import { eventually } from './testing/eventually.js';
import { installRoots } from './testing/install-roots.js';
import { describeWithSshd, sshdForTests } from './testing/sshd.js';
import { tempDir } from './testing/temp-dir.js';

describeWithSshd('on a real sshd', () => {
  const sshd = sshdForTests();
  const newRoot = installRoots(sshd);
  let stubs: StubBinaries;

  beforeAll(async () => {
    stubs = await findStubBinaries();
  });

  test('an upload with other bytes than were meant is refused, and leaves nothing', async () => {
    const installRoot = await newRoot();
    const damaged: StubBinaries = {
      ...stubs,
      get(arch) {
        const binary = stubs.get(arch);
        return (
          binary && { ...binary, readGzip: async () => (await stubs.get('arm64')?.readGzip()) ?? Buffer.of() }
        );
      },
    };
    await expect(bootstrap(await sshd.connection(), { stubs: damaged, installRoot })).rejects.toMatchObject({
      code: 'upload_corrupt',
    });
    expect(await readdir(join(installRoot, 'bin'))).toEqual([]);
  });

  test('an upload that is cut is an error, leaves nothing, and harms no later one', async () => {
    const installRoot = await newRoot();
    const cut: StubBinaries = {
      ...stubs,
      get(arch) {
        const binary = stubs.get(arch);
        return (
          binary && { ...binary, readGzip: async () => (await binary.readGzip()).subarray(0, 1_000_000) }
        );
      },
    };
    const connection = await sshd.connection();
    await expect(bootstrap(connection, { stubs: cut, installRoot })).rejects.toMatchObject({
      code: 'upload_interrupted',
    });
    expect(await readdir(join(installRoot, 'bin'))).toEqual([]);
    expect((await bootstrap(connection, { stubs, installRoot })).how).toBe('installed');
  });

  test('a binary that was damaged on the host is replaced', async () => {
    const installRoot = await newRoot();
    const { connection } = await bootstrap(await sshd.connection(), { stubs, installRoot });
    await stopStub(connection, { installRoot });
    const bin = join(installRoot, 'bin');
    const [name = ''] = (await readdir(bin)).filter((entry) => /-[0-9a-f]{12}$/.test(entry));
    const { size } = await stat(join(bin, name));
    await truncate(join(bin, name), Math.floor(size / 2));
    expect((await bootstrap(connection, { stubs, installRoot })).how).toBe('installed');
    expect((await stat(join(bin, name))).size).toBe(size);
  });

  test('a program that was swapped in on the host is not run: the stub is put there anew, and it is said', async () => {
    const installRoot = await newRoot();
    const { connection } = await bootstrap(await sshd.connection(), { stubs, installRoot });
    await stopStub(connection, { installRoot });
    const bin = join(installRoot, 'bin');
    const [name = ''] = (await readdir(bin)).filter((entry) => /-[0-9a-f]{12}$/.test(entry));
    await writeFile(join(bin, name), `#!/bin/sh\ntouch '${installRoot}/ran'\n`);
    const events: BootstrapEvent[] = [];
    const onProgress = (event: BootstrapEvent): void => void events.push(event);
    expect((await bootstrap(connection, { stubs, installRoot, onProgress })).how).toBe('installed');
    expect(events).toContainEqual({
      step: 'notice',
      message: expect.stringContaining('other bytes than were installed') as string,
    });
    expect(await readdir(installRoot)).not.toContain('ran');
  });

  test('what is damaged here is not uploaded', async () => {
    const directory = await tempDir();
    await cp(stubs.directory, directory, { recursive: true });
    const file = join(directory, 'opencode-remote-ssh-stub-linux-amd64.gz');
    await writeFile(file, (await readFile(file)).fill(0, 1000, 1001));
    const damaged = await findStubBinaries({ directory });
    const installRoot = await newRoot();
    await expect(bootstrap(await sshd.connection(), { stubs: damaged, installRoot })).rejects.toMatchObject({
      code: 'stub_damaged',
    });
    expect(await readdir(join(installRoot, 'bin'))).toEqual([]);
  });

  test('cancelled during the upload, it rejects, leaves nothing, and the connection goes on', async () => {
    const installRoot = await newRoot();
    const connection = await sshd.connection();
    const abort = new AbortController();
    const cancelled = bootstrap(connection, {
      stubs,
      installRoot,
      signal: abort.signal,
      onProgress: ({ step }) => {
        if (step === 'upload') abort.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(connection.state.name).toBe('connected');
    const bin = join(installRoot, 'bin');
    await eventually(async () => (await readdir(bin)).length === 0);
    expect((await bootstrap(connection, { stubs, installRoot })).how).toBe('installed');
  });

  test.each<[string, Partial<HostReport>]>([
    ['neither gzip nor a hash tool', { gzip: false, sha256: undefined }],
    ['openssl alone', { sha256: 'openssl' }],
  ])('a host with %s gets the stub all the same', async (_what, tools) => {
    const root = await newRoot();
    const connection = await sshd.connection();
    const [launchFlags, signal, onProgress] = ['', AbortSignal.timeout(30_000), () => undefined];
    const report = await probe(connection, { stubs, root, launchFlags, signal });
    const printed = await install(connection, {
      report: { ...report, ...tools },
      launchFlags,
      onProgress,
      signal,
    });
    expect(findStubLine(printed)).toMatchObject({ ready: { sha256: report.binary.sha256, root } });
  });
});
