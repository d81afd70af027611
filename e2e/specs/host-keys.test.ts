import { readFile } from 'node:fs/promises';

import { matches } from '../harness/matchers.js';
import { onHosts } from '../harness/on-hosts.js';
import { makeKey } from '../harness/hosts/keys.js';
import { available } from '../harness/available.js';
import { knownAs } from '../harness/near/alias.js';
import { prompter } from '../harness/near/prompter.js';
import { open } from '../harness/product/open.js';
import { busybox, debian12 } from '../harness/profile.js';
import { must, run } from '../harness/run.js';

onHosts(
  [debian12, busybox],
  'an unknown key is asked about by its fingerprint, and ssh knows it afterwards',
  async (given) => {
    const { name } = await given.alias({ knownHosts: '' });
    const asked: string[] = [];
    await open(given, {
      target: name,
      prompter: prompter({
        hostKey: ({ hostKey }) => {
          asked.push(hostKey.fingerprint);
          return Promise.resolve(true);
        },
      }),
    });
    const printed = await must('ssh-keygen', ['-lf', '-'], { input: `${given.host.hostKey}\n` });
    expect(asked).toEqual([printed.split(' ')[1]]);
    expect((await run('ssh', ['-o', 'StrictHostKeyChecking=yes', name, 'true'])).code).toBe(0);
  },
);

onHosts(debian12, 'an unknown key that is not accepted ends it, and nothing is remembered', async (given) => {
  const { name, knownHostsFile } = await given.alias({ knownHosts: '' });
  const refusing = prompter({ hostKey: () => Promise.resolve(false) });
  await expect(open(given, { target: name, prompter: refusing })).rejects.toMatchObject({
    code: 'host_key_unknown',
  });
  expect(await readFile(knownHostsFile, 'utf8')).toBe('');
});

onHosts(debian12, 'an unknown key refuses when nobody can be asked', async (given) => {
  const { name } = await given.alias({ knownHosts: '' });
  await expect(open(given, { target: name })).rejects.toMatchObject({ code: 'host_key_unknown' });
});

onHosts(
  debian12,
  'accept-new accepts a new key without a question, hashed when so configured',
  async (given) => {
    const lines = ['StrictHostKeyChecking accept-new', 'HashKnownHosts yes'];
    const { name, knownHostsFile } = await given.alias({ knownHosts: '', lines });
    await open(given, { target: name });
    expect(await readFile(knownHostsFile, 'utf8')).toMatch(/^\|1\|/);
    expect((await run('ssh', ['-o', 'StrictHostKeyChecking=yes', name, 'true'])).code).toBe(0);
  },
);

for (const policy of ['yes', 'ask', 'accept-new', 'no']) {
  onHosts(debian12, `a changed key refuses under StrictHostKeyChecking ${policy}`, async (given) => {
    const other = await makeKey(available().folder, `other-${given.target}`);
    const knownHosts = `${knownAs(given.host.address)} ${other.publicKey}\n`;
    const { name, knownHostsFile } = await given.alias({
      knownHosts,
      lines: [`StrictHostKeyChecking ${policy}`],
    });
    const trusting = prompter({ hostKey: () => Promise.resolve(true) });
    await expect(open(given, { target: name, prompter: trusting })).rejects.toMatchObject({
      code: 'host_key_changed',
      remedy: matches(/ssh-keygen .*-R/),
    });
    expect(await readFile(knownHostsFile, 'utf8')).toBe(knownHosts);
    expect(await given.host.log()).not.toMatch(/Accepted|auth succeeded/);
  });
}

onHosts(debian12, 'a revoked key refuses', async (given) => {
  const line = `${knownAs(given.host.address)} ${given.host.hostKey}\n`;
  const { name } = await given.alias({ knownHosts: `${line}@revoked * ${given.host.hostKey}\n` });
  await expect(open(given, { target: name })).rejects.toMatchObject({ code: 'host_key_revoked' });
});

onHosts(debian12, 'a host that is known under a hashed name is let in', async (given) => {
  const { name, knownHostsFile } = await given.alias({});
  await must('ssh-keygen', ['-H', '-f', knownHostsFile]);
  expect(await readFile(knownHostsFile, 'utf8')).toMatch(/^\|1\|/);
  await open(given, { target: name });
});
