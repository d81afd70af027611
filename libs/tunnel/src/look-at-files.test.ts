import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lookAtAgent, lookAtKey, lookAtKnownHosts } from './look-at-files.js';
import { makeKeyPair } from './make-key-pair.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-look-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

test('a private key without a passphrase is told by its type', async () => {
  const { private: key } = makeKeyPair();
  expect(await lookAtKey(await file(key))).toEqual({ state: 'plain', type: 'ssh-ed25519' });
});

test('what is no private key is not taken for one', async () => {
  expect(await lookAtKey(await file(makeKeyPair().public))).toBeUndefined();
  expect(await lookAtKey(await file('Host web1\n'))).toBeUndefined();
});

test('a damaged key is unusable, and says why', async () => {
  const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n';
  expect(await lookAtKey(await file(key))).toMatchObject({ state: 'unusable' });
});

test('lines of known_hosts that mean nothing are counted apart', async () => {
  const { public: key } = makeKeyPair();
  const text = `# mine\nweb1 ${key}\n\nweb2 ssh-ed25519 damaged\n[web3]:2222 ${key}\n`;
  expect(await lookAtKnownHosts(await file(text))).toEqual({ entries: 2, badLines: [4] });
});

test('an agent that is not there is an error', async () => {
  await expect(lookAtAgent(join(folder, 'no-agent'))).rejects.toThrow();
});
