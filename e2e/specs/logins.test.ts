import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { includes, matches } from '../harness/matchers.js';
import { available } from '../harness/available.js';
import { makeKey, type KeyPair } from '../harness/hosts/keys.js';
import { startAgent } from '../harness/near/agent.js';
import { prompter } from '../harness/near/prompter.js';
import { type Given, onHosts } from '../harness/on-hosts.js';
import { output } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { busybox, debian12, type Profile } from '../harness/profile.js';
import { must } from '../harness/run.js';

const freshKey = (given: Given, passphrase = ''): Promise<KeyPair> =>
  makeKey(available().folder, `key-${given.target}`, passphrase);

onHosts(
  [debian12, busybox],
  'a wrong key is refused once, and the error says what was tried',
  async (given) => {
    const wrong = await freshKey(given);
    const { name } = await given.alias({ identityFile: wrong.file });
    await expect(open(given, { target: name })).rejects.toMatchObject({
      code: 'auth_failed',
      message: includes('publickey'),
    });
    expect((await given.host.log()).match(/Connection from|Child connection/g)).toHaveLength(1);
  },
);

onHosts(debian12, 'a key with a passphrase asks for it', async (given) => {
  const key = await freshKey(given, 'open sesame');
  await given.host.admin(`echo '${key.publicKey}' >> /e2e/authorized_keys`);
  const { name } = await given.alias({ identityFile: key.file });
  const answers = ['wrong', 'open sesame'];
  const remote = await open(given, {
    target: name,
    prompter: prompter({ passphrase: () => Promise.resolve(answers.shift()) }),
  });
  expect(await output(remote, 'echo in')).toBe('in\n');
  expect(answers).toEqual([]);
});

onHosts(debian12, 'a key with a passphrase that nobody can be asked for is an error', async (given) => {
  const key = await freshKey(given, 'open sesame');
  const { name } = await given.alias({ identityFile: key.file });
  await expect(open(given, { target: name })).rejects.toMatchObject({
    code: matches(/^(key_passphrase|auth_failed)$/),
  });
});

onHosts(debian12, 'a key that only the agent has logs in', async (given) => {
  const socket = await startAgent(given, await readFile(given.host.identityFile, 'utf8'));
  const { name } = await given.alias({
    identityFile: join(available().folder, 'absent'),
    lines: [`IdentityAgent ${socket}`, 'IdentitiesOnly no'],
  });
  expect(await output(await open(given, { target: name }), 'echo in')).toBe('in\n');
});

onHosts([debian12, busybox], 'a key file given by hand is used', async (given) => {
  const wrong = await freshKey(given);
  const { name } = await given.alias({ identityFile: wrong.file });
  const remote = await open(given, { target: name, identityFile: given.host.identityFile });
  expect(await output(remote, 'echo in')).toBe('in\n');
});

const withPassword = async (word: string): Promise<Profile> => {
  const hash = (await must('openssl', ['passwd', '-6', word])).trim();
  const setup = `sed -i 's|^dev:\\*:|dev:${hash}:|' /etc/shadow`;
  return {
    ...debian12,
    name: 'password',
    sshd: ['PasswordAuthentication yes', 'PubkeyAuthentication no'],
    setup,
  };
};
const password = await withPassword('correct horse');

onHosts(password, 'a password is asked for', async (given) => {
  const asked = prompter({ password: () => Promise.resolve('correct horse') });
  expect(await output(await open(given, { prompter: asked }), 'echo in')).toBe('in\n');
});

onHosts(password, 'a wrong password is not tried again by itself', async (given) => {
  let questions = 0;
  const asked = prompter({
    password: () => Promise.resolve(questions++ === 0 ? 'wrong' : undefined),
  });
  await expect(open(given, { prompter: asked })).rejects.toMatchObject({
    code: matches(/^auth_/),
  });
  expect((await given.host.log()).match(/Failed password/g)).toHaveLength(1);
});
