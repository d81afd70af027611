import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FakeAsker } from '../testing/fake-asker.js';
import { fakeCli } from '../testing/fake-cli.js';
import { localKey } from './local-key.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'orssh-local-key-'));
  await mkdir(join(home, '.ssh'));
});
afterEach(() => rm(home, { recursive: true }));

const find = (wanted: string | true = true, asker?: FakeAsker) =>
  localKey({ cli: fakeCli({ env: { HOME: home } }), asker, wanted });
const put = (name: string, text: string) => writeFile(join(home, '.ssh', name), text);

test('of several keys the modern one is taken; certificates and security keys are none', async () => {
  await put('id_rsa.pub', 'ssh-rsa AAAA me\n');
  await put('id_ed25519_sk.pub', 'sk-ssh-ed25519@openssh.com AAAA me\n');
  await put('id_ed25519-cert.pub', 'ssh-ed25519-cert-v01@openssh.com AAAA me\n');
  await put('id_work.pub', 'ssh-ed25519 AAAA work\n');
  expect(await find()).toMatchObject({ publicFile: join(home, '.ssh/id_rsa.pub') });
  await put('id_ed25519.pub', 'ssh-ed25519 BBBB me and more\n');
  expect(await find()).toMatchObject({
    publicFile: join(home, '.ssh/id_ed25519.pub'),
    publicKey: { type: 'ssh-ed25519', blob: 'BBBB', comment: 'me and more' },
    made: false,
  });
});

test('where only the agent has the private key, its public file names it', async () => {
  await put('id_rsa.pub', 'ssh-rsa AAAA me\n');
  expect((await find()).file).toBe(join(home, '.ssh/id_rsa.pub'));
  await put('id_rsa', 'private');
  expect((await find()).file).toBe(join(home, '.ssh/id_rsa'));
});

test('a key may be named by its private file', async () => {
  await put('work', 'private');
  await put('work.pub', 'ssh-ed25519 AAAA\n');
  expect(await find('~/.ssh/work')).toMatchObject({
    file: join(home, '.ssh/work'),
    publicKey: { comment: '' },
  });
});

test.each([
  ['none.pub', undefined, 'cannot be read (ENOENT)'],
  ['x.pub', 'ssh-ed25519 AAAA a\nssh-ed25519 BBBB b\n', 'is no public key'],
  ['x.pub', 'sk-ssh-ed25519@openssh.com AAAA me\n', 'is of a security key'],
])('%s with %j is refused', async (name, text, why) => {
  if (text !== undefined) await put(name, text);
  await expect(find(join(home, '.ssh', name))).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(why) as string,
  });
});

test('without a key a new one is made after asking, for its owner alone', async () => {
  const asker = new FakeAsker(true);
  const key = await find(true, asker);
  expect(asker.transcript.at(-1)).toContain('Make a new ed25519 key');
  expect(key).toMatchObject({
    file: join(home, '.ssh/id_ed25519'),
    made: true,
    publicKey: { type: 'ssh-ed25519' },
  });
  expect((await stat(key.file)).mode & 0o777).toBe(0o600);
  expect(await readFile(key.file, 'utf8')).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
});

test.each([[undefined], [new FakeAsker(false)]])('nothing is made without a yes', async (asker) => {
  await expect(find(true, asker)).rejects.toMatchObject({ code: 'not_confirmed' });
  await expect(stat(join(home, '.ssh/id_ed25519'))).rejects.toMatchObject({ code: 'ENOENT' });
});
