import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkHostKey, type HostKeyCheck } from './check-host-key.js';
import { parseKnownHosts } from './known-hosts.js';
import type { HostKeyQuestion } from './prompter.js';
import { fakeDestination } from './testing/fake-destination.js';
import { scriptedPrompter } from './testing/scripted-prompter.js';
import { containing } from './testing/matchers.js';

// Two ed25519 keys of no host.
const shown = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ', 'base64');
const other = 'AAAAC3NzaC1lZDI1NTE5AAAAIA6rWI3G1sz07DnfFlrouTcysQlj2P+jpNSOEWD9OJ3X';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orssh-known-'));
  file = join(folder, '.ssh', 'known_hosts');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function check(
  changes: Partial<HostKeyCheck['destination']> = {},
  more: Partial<HostKeyCheck> = {},
): Promise<void> {
  const destination = { ...fakeDestination, host: 'web', userKnownHostsFiles: [file], ...changes };
  return checkHostKey({ destination, key: shown, lines: [], ...more });
}

test('an unknown key is refused when the checking is strict', async () => {
  await expect(check()).rejects.toMatchObject({
    code: 'host_key_unknown',
    message: containing('SHA256:'),
  });
});

test('an unknown key is refused when nobody is there to ask', async () => {
  await expect(check({ strictHostKeyChecking: 'ask' })).rejects.toMatchObject({ code: 'host_key_unknown' });
});

test('nobody is asked in batch mode', async () => {
  const prompter = scriptedPrompter({ hostKey: true });
  await expect(check({ strictHostKeyChecking: 'ask', batchMode: true }, { prompter })).rejects.toMatchObject({
    code: 'host_key_unknown',
  });
  expect(prompter.asked).toEqual([]);
});

test('an unknown key is remembered when the person trusts it, and asked with its fingerprint', async () => {
  const questions: HostKeyQuestion[] = [];
  const prompter = {
    ...scriptedPrompter({}),
    hostKey: (question: HostKeyQuestion) => Promise.resolve(questions.push(question) > 0),
  };
  await check({ strictHostKeyChecking: 'ask' }, { prompter });
  expect(questions[0]?.hostKey.type).toBe('ssh-ed25519');
  expect(questions[0]?.hostKey.fingerprint).toBe(sshKeygenFingerprint());
  expect(readFileSync(file, 'utf8')).toBe(`web ssh-ed25519 ${shown.toString('base64')}\n`);
});

test('an unknown key that the person does not trust is not remembered', async () => {
  const prompter = scriptedPrompter({ hostKey: false });
  await expect(check({ strictHostKeyChecking: 'ask' }, { prompter })).rejects.toMatchObject({
    code: 'host_key_unknown',
  });
  expect(() => statSync(file)).toThrow();
});

test('the file is made private, and in a private folder', async () => {
  await check({ strictHostKeyChecking: 'accept-new' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, '.ssh')).mode & 0o777).toBe(0o700);
});

test.each([
  { hashKnownHosts: true, port: 22, name: 'web' },
  { hashKnownHosts: true, port: 2222, name: '[web]:2222' },
  { hashKnownHosts: false, port: 2222, name: '[web]:2222' },
])('OpenSSH finds what was added ($name, hashed: $hashKnownHosts)', async ({ name, ...changes }) => {
  await check({ ...changes, strictHostKeyChecking: 'accept-new' });
  const found = execFileSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });
  expect(found).toContain(shown.toString('base64'));
  if (changes.hashKnownHosts) expect(readFileSync(file, 'utf8')).not.toContain('web');
});

test('a last line without an end is not spoilt', async () => {
  await check({ strictHostKeyChecking: 'accept-new' });
  appendFileSync(file, `x ssh-ed25519 ${other}`);
  await check({ strictHostKeyChecking: 'accept-new', host: 'second' });
  expect(parseKnownHosts(readFileSync(file, 'utf8'), file).map(({ hosts }) => hosts)).toEqual([
    'web',
    'x',
    'second',
  ]);
});

test('with checking off an unknown key is taken, and that is said', async () => {
  const notices: string[] = [];
  await check({ strictHostKeyChecking: 'no' }, { onNotice: (message) => notices.push(message) });
  expect(notices).toEqual([containing('not checked')]);
});

test('a key that cannot be remembered is used, and that is said', async () => {
  const notices: string[] = [];
  writeFileSync(join(folder, '.ssh'), 'a file where the folder should be');
  await check({ strictHostKeyChecking: 'accept-new' }, { onNotice: (message) => notices.push(message) });
  expect(notices).toEqual([containing('could not be added')]);
});

test.each(['yes', 'no', 'ask', 'accept-new'] as const)(
  'a changed key is refused with checking %s',
  async (strict) => {
    const lines = parseKnownHosts(`\nweb ssh-ed25519 ${other}\n`, file);
    const prompter = scriptedPrompter({ hostKey: true });
    const refused = check({ strictHostKeyChecking: strict }, { lines, prompter });
    await expect(refused).rejects.toMatchObject({
      code: 'host_key_changed',
      message: containing(`${file}:2`),
      remedy: containing(`ssh-keygen -f ${file} -R web`),
    });
    expect(prompter.asked).toEqual([]);
  },
);

test('a revoked key is refused whatever the person would say', async () => {
  const lines = parseKnownHosts(`@revoked * ssh-ed25519 ${shown.toString('base64')}\n`, file);
  const prompter = scriptedPrompter({ hostKey: true });
  const refused = check({ strictHostKeyChecking: 'no' }, { lines, prompter });
  await expect(refused).rejects.toMatchObject({ code: 'host_key_revoked' });
});

test('a host that only an authority vouches for is refused, not asked about', async () => {
  const lines = parseKnownHosts(`@cert-authority * ssh-ed25519 ${other}\n`, file);
  const prompter = scriptedPrompter({ hostKey: true });
  const refused = check({ strictHostKeyChecking: 'ask' }, { lines, prompter });
  await expect(refused).rejects.toMatchObject({ code: 'unsupported' });
});

function sshKeygenFingerprint(): string {
  const text = execFileSync('ssh-keygen', ['-lf', '-'], {
    input: `ssh-ed25519 ${shown.toString('base64')}\n`,
  });
  return text.toString().split(' ')[1] ?? '';
}
