import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fakeDestination } from '@orssh/tunnel/testing';

import { rememberInFiles } from './remember.js';
import type { RememberedStub } from './remembered-stub.js';
import { tempDir } from './testing/temp-dir.js';

const stub: RememberedStub = {
  v: 1,
  hostKey: 'SHA256:x',
  transport: 'socket',
  platform: { os: 'linux', arch: 'amd64', machine: 'x86_64' },
  token: 'ab'.repeat(32),
  ready: {
    v: 1,
    pid: 1,
    port: 4242,
    socket: '/r/run/stub.sock',
    instance: 'i',
    version: '0.1.0',
    sha256: 'a'.repeat(64),
    adopted: false,
    upgradeWaiting: false,
    predecessor: 'none',
    root: '/r',
  },
};

async function filled() {
  const directory = join(await tempDir(), 'hosts');
  const remembered = rememberInFiles({ directory });
  await remembered.set(fakeDestination, undefined, stub);
  const [file = ''] = await readdir(directory);
  return { directory, remembered, file: join(directory, file) };
}

test('what is remembered comes back, for that destination and root alone', async () => {
  const { remembered } = await filled();
  expect(await remembered.get(fakeDestination)).toEqual(stub);
  expect(await remembered.get({ ...fakeDestination, user: 'somebody' })).toBeUndefined();
  expect(await remembered.get({ ...fakeDestination, proxyJump: [fakeDestination] })).toBeUndefined();
  expect(await remembered.get(fakeDestination, '/elsewhere')).toBeUndefined();
});

test('the token is on disk for nobody else, and no temporary file stays', async () => {
  const { directory, file } = await filled();
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toHaveLength(1);
});

test('forgetting is possible twice', async () => {
  const { remembered } = await filled();
  await remembered.forget(fakeDestination);
  await remembered.forget(fakeDestination);
  expect(await remembered.get(fakeDestination)).toBeUndefined();
});

test.each(['', '{', 'null', '{"v":2}', JSON.stringify({ ...stub, token: 'x\r\nEvil: 1' })])(
  'a file with %j in it is nothing remembered',
  async (text) => {
    const { remembered, file } = await filled();
    await writeFile(file, text);
    expect(await remembered.get(fakeDestination)).toBeUndefined();
  },
);

test('the files are where XDG says, unless it says nothing absolute', async () => {
  const home = await tempDir();
  await rememberInFiles({ env: { HOME: home, XDG_STATE_HOME: 'relative' } }).set(
    fakeDestination,
    undefined,
    stub,
  );
  expect(await readdir(join(home, '.local/state/opencode-remote-ssh/hosts'))).toHaveLength(1);
  const state = await tempDir();
  await rememberInFiles({ env: { HOME: home, XDG_STATE_HOME: state } }).set(fakeDestination, undefined, stub);
  expect(await readdir(join(state, 'opencode-remote-ssh/hosts'))).toHaveLength(1);
});
