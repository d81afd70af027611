import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readlink, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import type { Connection } from '@orssh/tunnel';

import {
  bootstrap,
  collectGarbage,
  findStubBinaries,
  readStubLog,
  rememberInFiles,
  stopStub,
  stubStatus,
  uninstallStub,
} from './index.js';
import { eventually } from './testing/eventually.js';
import { installRoots } from './testing/install-roots.js';
import { describeWithSshd, sshdForTests } from './testing/sshd.js';
import { tempDir } from './testing/temp-dir.js';

describeWithSshd('on a real sshd', () => {
  const sshd = sshdForTests();
  const newRoot = installRoots(sshd);

  async function installed() {
    const installRoot = await newRoot();
    const remembered = rememberInFiles({ directory: await tempDir() });
    const connection = await sshd.connection();
    const running = await bootstrap(connection, { stubs: await findStubBinaries(), installRoot, remembered });
    return { installRoot, remembered, connection, running };
  }

  test('a stub that runs says so, and what it is', async () => {
    const { connection, installRoot, running } = await installed();
    expect(await stubStatus(connection, { installRoot })).toMatchObject({
      root: installRoot,
      installed: true,
      running: true,
      details: { pid: running.ready.pid, version: running.ready.version },
    });
  });

  test('stopping ends it; a second time there is nothing to stop', async () => {
    const { connection, installRoot } = await installed();
    expect(await stopStub(connection, { installRoot })).toEqual({ root: installRoot, stopped: true });
    expect(await stopStub(connection, { installRoot })).toEqual({ root: installRoot, stopped: false });
    expect(await stubStatus(connection, { installRoot })).toMatchObject({ installed: true, running: false });
  });

  test('a host without a stub says that there is none', async () => {
    const connection = await sshd.connection();
    const installRoot = join(await tempDir(), 'none');
    const none = { root: installRoot, installed: false, running: false };
    expect(await stubStatus(connection, { installRoot })).toEqual(none);
    expect(await stopStub(connection, { installRoot })).toEqual({ root: installRoot, stopped: false });
    expect(await uninstallStub(connection, { installRoot })).toEqual({
      root: installRoot,
      removed: false,
      left: [],
    });
    expect(await collectGarbage(connection, { installRoot })).toBeUndefined();
    await expect(readStubLog(connection, { installRoot })).rejects.toMatchObject({ code: 'not_installed' });
  });

  test('uninstalling stops it, leaves no file and no memory', async () => {
    const { connection, installRoot, remembered } = await installed();
    const gone = await uninstallStub(connection, { installRoot, remembered });
    expect(gone).toEqual({ root: installRoot, removed: true, left: [] });
    await expect(readdir(installRoot)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await remembered.get(connection.destination, installRoot)).toBeUndefined();
  });

  test('uninstalling leaves what is not the stub’s', async () => {
    const { connection, installRoot } = await installed();
    await writeFile(join(installRoot, 'notes.txt'), '');
    await mkdir(join(installRoot, 'project'));
    const { left } = await uninstallStub(connection, { installRoot });
    expect(left).toEqual(['notes.txt', 'project']);
    expect(await readdir(installRoot)).toEqual(['notes.txt', 'project']);
  });

  test('garbage is only what nobody uses; a dry run leaves it', async () => {
    const { connection, installRoot, running } = await installed();
    const bin = join(installRoot, 'bin');
    for (const digit of ['1', '2']) {
      const file = join(bin, `opencode-remote-ssh-stub-0.0.1-${digit.repeat(12)}`);
      await writeFile(file, 'old');
      await utimes(file, 1, 1);
    }
    const keep = ['2'.repeat(64)];
    const would = await collectGarbage(connection, { installRoot, keep, dryRun: true });
    expect(would).toMatchObject({ dryRun: true, freedBytes: 3 });
    expect((await readdir(bin)).length).toBe(4);
    const done = await collectGarbage(connection, { installRoot, keep });
    expect(done).toEqual({ ...would, dryRun: false });
    expect(done?.removed.map(({ path }) => path)).toEqual([
      join(bin, `opencode-remote-ssh-stub-0.0.1-${'1'.repeat(12)}`),
    ]);
    expect((await readdir(bin)).length).toBe(3);
    expect(await stubStatus(connection, { installRoot })).toMatchObject({
      running: true,
      details: { pid: running.ready.pid, leases: 0 },
    });
  });

  test('a stub that cannot collect garbage is told from one that fails', async () => {
    const { connection, installRoot } = await installed();
    await expect(collectGarbage(connection, { installRoot, keep: ['$(reboot)'] })).rejects.toMatchObject({
      code: 'bad_option',
    });
    const link = join(installRoot, 'bin', 'opencode-remote-ssh-stub');
    const real = await readlink(link);
    for (const [script, code] of [
      ['echo "opencode-remote-ssh-stub: unknown command \\"gc\\"" >&2; exit 2', 'stub_too_old'],
      ['echo "opencode-remote-ssh-stub: no space left" >&2; exit 1', 'stub_failed'],
      ['echo "{}"', 'hostile_response'],
    ] as const) {
      const text = `#!/bin/sh\n${script}\n`;
      const sum = createHash('sha256').update(text).digest('hex');
      const other = `opencode-remote-ssh-stub-0.0.1-${sum.slice(0, 12)}`;
      await writeFile(join(installRoot, 'bin', other), text, { mode: 0o700 });
      await point(link, other);
      await expect(collectGarbage(connection, { installRoot })).rejects.toMatchObject({ code });
    }
    await point(link, real);
  });

  test('what lies in the place of a stub is run only with the bytes that its name promises', async () => {
    const { connection, installRoot } = await installed();
    const bin = join(installRoot, 'bin');
    const link = join(bin, 'opencode-remote-ssh-stub');
    const real = await readlink(link);
    const swapped = `#!/bin/sh\ntouch '${installRoot}/ran'; echo '{"running":false}'\n`;
    await writeFile(join(bin, 'elsewhere'), swapped, { mode: 0o700 });
    await point(link, 'elsewhere');
    expect(await stubStatus(connection, { installRoot })).toMatchObject({ running: true });
    await rename(join(bin, real), join(bin, 'kept'));
    await writeFile(join(bin, real), swapped, { mode: 0o700 });
    await point(link, real);
    for (const ask of [stubStatus, stopStub, uninstallStub, collectGarbage])
      await expect(ask(connection, { installRoot })).rejects.toMatchObject({
        code: 'stub_damaged',
        message: expect.stringContaining(real) as string,
      });
    expect(await readdir(installRoot)).not.toContain('ran');
    await rename(join(bin, 'kept'), join(bin, real));
  });

  test('the log’s last lines are read, without what the login prints', async () => {
    const { connection, installRoot } = await installed();
    await writeFile(join(installRoot, 'log', 'stub.log'), 'one\ntwo\nthree\n');
    const log = await readStubLog(connection, { installRoot, lines: 2 });
    expect(await text(log)).toBe('two\nthree\n');
  });

  test('a followed log goes on until it is destroyed, and leaves no process', async () => {
    const { connection, installRoot } = await installed();
    const file = join(installRoot, 'log', 'stub.log');
    await writeFile(file, 'one\n');
    const log = await readStubLog(connection, { installRoot, lines: 1, follow: true });
    const lines = collect(log);
    await eventually(() => lines.text === 'one\n');
    await writeFile(file, 'two\n', { flag: 'a' });
    await eventually(() => lines.text === 'one\ntwo\n');
    log.destroy();
    await once(log, 'close');
    await eventually(async () => (await tails(connection, file)) === '');
  });
});

async function point(link: string, target: string): Promise<void> {
  await rm(link);
  await symlink(target, link);
}

async function text(stream: Readable): Promise<string> {
  return Buffer.concat((await stream.toArray()) as Buffer[]).toString();
}

function collect(stream: Readable): { text: string } {
  const seen = { text: '' };
  stream.on('data', (chunk: Buffer) => {
    seen.text += chunk.toString();
  });
  return seen;
}

/** Processes that have this file in their arguments. */
async function tails(connection: Connection, file: string): Promise<string> {
  const remote = await connection.exec(`ps -eo args | grep -F ${JSON.stringify(file)} | grep '[t]ail'`);
  return text(remote.stdout);
}
