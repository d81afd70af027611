import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { rememberInFiles } from '@orssh/bootstrap';
import type { Destination } from '@orssh/tunnel';

import type { Binding } from './binding.js';
import { Bindings } from './bindings.js';

const binding: Binding = {
  ...{ v: 1, id: 'wrk_1', state: 'ready', projectID: 'p1', type: 'ssh-provider', name: 'app', branch: null },
  ...{ host: 'box', target: 'box', directory: '/srv/app', workspaceID: 'wrk_1', at: 1, extra: {} },
  secret: 'ab'.repeat(24),
};

/** A folder on a small disk; undefined where none can be mounted. */
async function smallDisk(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'orssh-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
}

const disk = process.getuid?.() === 0 ? await smallDisk() : undefined;
if (disk === undefined) process.stderr.write('SKIPPED: a full disk (root makes one).\n');

afterAll(async () => {
  if (disk === undefined) return;
  execFileSync('umount', ['-l', disk]);
  await rm(disk, { recursive: true });
});

(disk === undefined ? test.skip : test)(
  'a full disk of this machine keeps the old record, leaves no half one, and is named',
  async () => {
    const env = { XDG_STATE_HOME: disk };
    const bindings = new Bindings({ env, onDamaged: fail });
    const remembered = rememberInFiles({ env });
    const destination = { user: 'me', host: 'box', port: 22, proxyJump: [] } as unknown as Destination;
    const stub = { v: 1, hostKey: 'SHA256:x', transport: 'socket', token: 'ab'.repeat(32) } as never;
    await bindings.write(binding);
    await remembered.set(destination, undefined, stub);
    const filler = join(disk ?? '', 'filler');
    await expect(writeFile(filler, Buffer.alloc(1024 * 1024))).rejects.toMatchObject({ code: 'ENOSPC' });

    const large = { ...binding, extra: { text: 'x'.repeat(64 * 1024) } };
    await expect(bindings.write(large)).rejects.toMatchObject({
      code: 'state_not_written',
      message: expect.stringMatching(/workspace app cannot be written to .*no space left/) as string,
      remedy: expect.stringContaining('of this machine is full') as string,
    });
    const token = { ...(stub as object), token: 'cd'.repeat(40_000) } as never;
    await expect(remembered.set(destination, undefined, token)).rejects.toThrow('no space left');
    expect(await bindings.list()).toEqual([binding]);
    for (const folder of [bindings.directory, join(disk ?? '', 'opencode-remote-ssh', 'hosts')]) {
      const names = await readdir(folder);
      expect(names).toEqual([expect.stringMatching(/^[\w-]+\.json$/)]);
      expect((await stat(join(folder, names[0] ?? ''))).mode & 0o777).toBe(0o600);
    }

    await unlink(filler);
    await bindings.write(large);
    expect(await bindings.read('wrk_1')).toEqual(large);
  },
);

function fail(message: string): never {
  throw new Error(message);
}
