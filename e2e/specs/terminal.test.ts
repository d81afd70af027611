import { readFile } from 'node:fs/promises';

import { available } from '../harness/available.js';
import { eventually } from '../harness/eventually.js';
import { makeKey } from '../harness/hosts/keys.js';
import { type Given, onHosts } from '../harness/on-hosts.js';
import { processes } from '../harness/processes.js';
import { openTerminal, terminalMissing } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';

const inTerminal = (title: string, body: (given: Given) => Promise<void>): void => {
  if (terminalMissing) test.skip(`${title} (skipped: ${terminalMissing})`, () => undefined);
  else onHosts(debian12, title, body);
};

const sleepers = async ({ host }: Given): Promise<string[]> =>
  (await processes(host)).filter((line) => line.includes('sleep 4242'));

inTerminal('the permission question shows the path, and "once" runs the command', async (given) => {
  const terminal = await openTerminal(given, ['exec', given.target, '--cwd', '/etc', '--', 'echo in $(pwd)']);
  const question = await terminal.until(/once/);
  expect(question).toMatch(/work in \/etc on /);
  expect(question).toMatch(/always/i);
  await terminal.press('Enter');
  expect(await terminal.until(/in \/etc/)).toContain('in /etc');
  expect(await terminal.ended()).toBe(0);
});

inTerminal('Ctrl-C at the permission question runs nothing', async (given) => {
  const terminal = await openTerminal(given, [
    'exec',
    given.target,
    '--cwd',
    '/etc',
    '--',
    'touch /home/dev/ran',
  ]);
  await terminal.until(/once/i);
  await terminal.press('C-c');
  expect(await terminal.ended()).toBe(130);
  expect((await given.host.admin('ls /home/dev')).stdout).not.toContain('ran');
});

inTerminal('Ctrl-C reaches the remote command, which decides what it does', async (given) => {
  const script = 'trap "echo caught; exit 42" INT; echo ready; while :; do sleep 0.1; done';
  const terminal = await openTerminal(given, ['exec', given.target, '--', script]);
  await terminal.until(/ready/);
  await terminal.press('C-c');
  expect(await terminal.ended()).toBe(42);
  expect(await terminal.screen()).toContain('caught');
});

inTerminal('a second Ctrl-C gives up on a command that ignores the first, and ends it', async (given) => {
  const terminal = await openTerminal(given, [
    'exec',
    given.target,
    '--',
    'trap "echo ignored" INT; echo ready; while :; do sleep 4242; done',
  ]);
  await terminal.until(/ready/);
  await eventually(
    () => sleepers(given),
    (lines) => lines.length > 0,
  );
  await terminal.press('C-c');
  await terminal.until(/ignored/);
  await terminal.press('C-c');
  expect(await terminal.ended()).toBe(130);
  await eventually(
    () => sleepers(given),
    (lines) => lines.length === 0,
  );
});

inTerminal('an unknown host key is shown by its fingerprint and asked about', async (given) => {
  const { name, knownHostsFile } = await given.alias({ knownHosts: '' });
  const terminal = await openTerminal(given, ['exec', name, '--', 'echo', 'let in']);
  await terminal.until(/SHA256:/);
  await terminal.press('y', 'Enter');
  await terminal.until(/let in/);
  expect(await terminal.ended()).toBe(0);
  expect(await readFile(knownHostsFile, 'utf8')).toContain(given.host.hostKey);
});

inTerminal('an unknown host key that is declined ends it', async (given) => {
  const { name, knownHostsFile } = await given.alias({ knownHosts: '' });
  const terminal = await openTerminal(given, ['exec', name, '--', 'echo', 'let in']);
  await terminal.until(/SHA256:/);
  await terminal.press('n', 'Enter');
  expect(await terminal.ended()).toBe(255);
  expect(await readFile(knownHostsFile, 'utf8')).toBe('');
});

inTerminal('a changed host key is not asked about', async (given) => {
  const other = await makeKey(available().folder, `changed-${given.target}`);
  const knownHosts = `[127.0.0.1]:${given.host.address.port} ${other.publicKey}\n`;
  const { name } = await given.alias({ knownHosts });
  const terminal = await openTerminal(given, ['exec', name, '--', 'true']);
  expect(await terminal.ended()).toBe(255);
  expect(await terminal.screen()).toMatch(/changed[^]*ssh-keygen[^]*-R/);
});

inTerminal('a wrong key says what was tried', async (given) => {
  const wrong = await makeKey(available().folder, `wrong-${given.target}`);
  const { name } = await given.alias({ identityFile: wrong.file });
  const terminal = await openTerminal(given, ['exec', name, '--', 'true']);
  expect(await terminal.ended()).toBe(255);
  expect(await terminal.screen()).toMatch(/error:[^]*publickey[^]*→/);
});

inTerminal('a dead host says so', async (given) => {
  await given.host.stop();
  const terminal = await openTerminal(given, ['exec', given.target, '--', 'true']);
  expect(await terminal.ended()).toBe(255);
  expect(await terminal.screen()).toMatch(/error: Cannot connect to [^]*nothing listens[^]*→/);
});
