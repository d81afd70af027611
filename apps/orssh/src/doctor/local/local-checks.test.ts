import { execFile } from 'node:child_process';
import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { type Facts, type Line, runChecks } from '@orssh/doctor';
import { fakeFacts } from '@orssh/doctor/testing';

import { localChecks } from './index.js';

let facts: Facts;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ facts, remove } = await fakeFacts());
});
afterEach(() => remove());

async function put(path: string, text: string, mode = 0o600): Promise<string> {
  const file = join(facts.home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

async function look(id: string, changes: Partial<Facts> = {}): Promise<Line> {
  const signal = new AbortController().signal;
  const checks = localChecks.filter(({ lines }) => id in lines);
  const lines = await runChecks(checks, { ...facts, ...changes }, { signal, onLine: () => undefined });
  const line = lines.find((one) => one.id === id);
  if (!line) throw new Error(`no line ${id}`);
  return line;
}

const program = (text: string): string => `#!/bin/sh\n${text}\n`;

test('this program and Node say their versions', async () => {
  expect(await look('orssh')).toMatchObject({
    status: 'ok',
    found: `1.2.3, on Node ${process.versions.node}`,
  });
});

test('ssh is found on PATH; without one it is said what does not work', async () => {
  const file = await put('bin/ssh', program('echo "OpenSSH_9.9p9, OpenSSL 3" >&2'), 0o755);
  const found = await look('ssh', { env: { PATH: dirname(file) } });
  expect(found).toMatchObject({ status: 'ok', found: 'OpenSSH_9.9p9, ~/bin/ssh' });
  expect(await look('ssh', { env: { PATH: '/nowhere' } })).toMatchObject({ status: 'warning' });
});

describe('keys', () => {
  async function key(name: string, passphrase = ''): Promise<string> {
    await mkdir(join(facts.home, '.ssh'), { recursive: true });
    const file = join(facts.home, '.ssh', name);
    await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file]);
    return file;
  }

  test('none is a warning', async () => {
    expect(await look('keys')).toMatchObject({
      status: 'warning',
      remedy: expect.stringContaining('ssh-keygen') as string,
    });
  });

  test('each is named with whether it has a passphrase; other files are none', async () => {
    await key('id_ed25519');
    await key('work', 'secret');
    await put('.ssh/config', 'Host web1\n');
    expect(await look('keys')).toMatchObject({
      status: 'ok',
      found: 'id_ed25519 (ed25519, no passphrase), work (ed25519, with passphrase)',
    });
  });

  test('one that others may read fails, and --fix mends it', async () => {
    const file = await key('id_ed25519');
    await chmod(file, 0o644);
    expect(await look('keys')).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('chmod 600') as string,
    });
    expect(await look('keys', { fix: true })).toMatchObject({ status: 'ok' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

test('an agent that does not answer is told from one that is not there', async () => {
  expect(await look('agent')).toMatchObject({ status: 'skipped' });
  const env = { ...facts.env, SSH_AUTH_SOCK: join(facts.home, 'gone') };
  expect(await look('agent', { env })).toMatchObject({ status: 'warning' });
});

test('lines of known_hosts that mean nothing are named', async () => {
  await put('.ssh/known_hosts', 'web1 ssh-ed25519 AAAA\n');
  expect(await look('known-hosts')).toMatchObject({
    status: 'warning',
    found: expect.stringContaining(': 1') as string,
  });
});

test('a state folder that is open to others fails, and --fix mends it', async () => {
  expect(await look('state')).toMatchObject({
    status: 'ok',
    found: expect.stringContaining('not there yet') as string,
  });
  const file = await put('.local/state/opencode-remote-ssh/x', '');
  await chmod(dirname(file), 0o755);
  expect(await look('state')).toMatchObject({ status: 'failed' });
  expect(await look('state', { fix: true })).toMatchObject({ status: 'ok' });
  expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
});

test('the stub binaries are hashed; a damaged one is named', async () => {
  expect(await look('stub-binaries')).toMatchObject({ status: 'ok' });
  const binary = (bytes: string) => ({
    arch: 'arm64' as const,
    sha256: 'ab'.repeat(32),
    read: () => Promise.resolve(Buffer.from(bytes)),
    readGzip: () => Promise.resolve(Buffer.from(bytes)),
  });
  const found = { directory: '/d', binaries: [binary('x')], get: () => undefined };
  const libraries = { ...facts.libraries, findStubBinaries: () => Promise.resolve(found) };
  expect(await look('stub-binaries', { libraries })).toMatchObject({
    status: 'failed',
    found: 'in /d: linux/arm64 has another checksum than it should',
  });
});

test('every mistake of the configuration is named', async () => {
  const file = await put(
    'bad.json',
    '{ "providers": { "a": { "hosts": [{ "nme": "x" }, { "name": 3, "ssh": {} }] } } }',
  );
  const line = await look('config', { options: { config: file } });
  expect(line.status).toBe('failed');
  expect(line.found.split('; ').length).toBeGreaterThan(1);
  expect(line.remedy).not.toBe('');
});

describe('OpenCode', () => {
  test('is found beside PATH, too, and asked for its version', async () => {
    await put('.opencode/bin/opencode', program('echo 9.8.7'), 0o755);
    expect(await look('opencode')).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('9.8.7') as string,
    });
    const bin = join(facts.home, 'bin');
    await mkdir(bin);
    await symlink(join(facts.home, '.opencode/bin/opencode'), join(bin, 'opencode'));
    expect(await look('opencode', { env: { PATH: bin } })).toMatchObject({ status: 'ok' });
  });

  test('a file that is no JSON is named', async () => {
    await put('.config/opencode/opencode.json', '{ "plugin": [');
    expect(await look('plugin')).toMatchObject({ status: 'failed' });
  });

  test('without the switch for workspaces it is said how to set it', async () => {
    expect(await look('workspaces-flag')).toMatchObject({
      status: 'warning',
      remedy: expect.stringContaining('OPENCODE_EXPERIMENTAL_WORKSPACES=true') as string,
    });
    const env = { OPENCODE_EXPERIMENTAL_WORKSPACES: 'true' };
    expect(await look('workspaces-flag', { env })).toMatchObject({ status: 'ok' });
  });

  test('a plugin that nobody names is offered', async () => {
    expect(await look('plugin')).toMatchObject({ status: 'warning', remedy: 'orssh init adds it' });
  });

  test('a plugin of npm is there with its version, or will be got', async () => {
    await put('.config/opencode/opencode.jsonc', '{ "plugin": ["opencode-remote-ssh"] } // mine');
    const where = 'opencode-remote-ssh in ~/.config/opencode/opencode.jsonc';
    expect(await look('plugin')).toMatchObject({
      status: 'ok',
      found: `${where}: OpenCode gets it from npm when it starts`,
    });
    const cached = '.cache/opencode/packages/opencode-remote-ssh@latest/node_modules/opencode-remote-ssh';
    await put(`${cached}/package.json`, '{ "version": "1.2.3" }');
    expect(await look('plugin')).toMatchObject({ status: 'ok', found: `${where}: 1.2.3, from npm` });
  });

  test('a path of the plugin has to be there, from the folder of the file', async () => {
    const entry = '["./opencode-remote-ssh", {}]';
    await put('.config/opencode/opencode.json', `{ "plugin": [${entry}] }`);
    expect(await look('plugin')).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('no plugin in ~/.config/opencode/opencode-remote-ssh') as string,
    });
    await put('.config/opencode/opencode-remote-ssh/package.json', '{}');
    expect(await look('plugin')).toMatchObject({ status: 'ok' });
  });
});
