import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Destination } from '@orssh/tunnel';
import type { RunningSshd } from '@orssh/tunnel/testing';

import { fakeFacts } from '../testing/fake-facts.js';
import type { Line } from '../check.js';
import type { Facts } from '../facts.js';
import { stubBinaries } from '../stub-binaries.js';
import { runChecks } from '../run-checks.js';
import { oneLine } from '../check.js';
import { ok } from '../finding.js';
import { targetChecks } from './index.js';

const { makeKey, sshdPath, startSshd } = await import('@orssh/tunnel/testing');

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;
const configured = oneLine('config', 'files', {
  group: 'configuration',
  run: () => Promise.resolve(ok('none')),
});

describeWithSshd('on a real sshd', () => {
  let sshd: RunningSshd;
  let facts: Facts;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.close());
  beforeEach(async () => {
    ({ facts, remove } = await fakeFacts({ target: 'web1' }));
    facts.registry = await (await facts.registryLibrary()).loadRegistry({ cwd: facts.home, env: facts.env });
  });
  afterEach(async () => {
    await facts.stub?.close();
    if (facts.running) {
      const { stopStub } = await import('@orssh/bootstrap');
      await stopStub(facts.running.connection, { installRoot: facts.running.ready.root });
    }
    await facts.connection?.close();
    await remove();
  });

  async function look(destination: Partial<Destination> = {}, fix = false): Promise<Map<string, Line>> {
    Object.assign(facts, {
      fix,
      options: { installRoot: join(facts.home, 'root') },
      libraries: {
        ...facts.libraries,
        resolveDestination: () => Promise.resolve(sshd.destination({ target: 'web1', ...destination })),
      },
    });
    const checks = [configured, stubBinaries, ...targetChecks];
    const signal = new AbortController().signal;
    const lines = await runChecks(checks, facts, { signal, onLine: () => undefined });
    return new Map(lines.map((line) => [line.id, line]));
  }

  test('a host is looked at to its end, and left as it was', async () => {
    const lines = await look();
    const statuses = [...lines].filter(([, { status }]) => status === 'failed');
    expect(statuses).toEqual([]);
    expect(lines.get('login')?.found).toMatch(/publickey .* accepted \(offered: publickey/);
    expect(lines.get('stub')).toMatchObject({ status: 'skipped' });
    expect(lines.get('exec')).toMatchObject({ status: 'skipped' });
    expect(await readdir(facts.home)).toEqual([]);
  });

  test('with --fix the stub is put there, and the rest is looked at through it', async () => {
    const lines = await look({}, true);
    for (const id of ['stub', 'ways', 'request', 'leases', 'exec', 'enforcement']) {
      expect(lines.get(id)).toMatchObject({ status: 'ok' });
    }
  });

  test('that nothing is to hold commands is said beside what the host could do', async () => {
    const file = join(facts.home, 'hosts.json');
    const host = { name: 'web1', ssh: { host: 'web1' }, enforcement: 'off' };
    await writeFile(file, JSON.stringify({ providers: { p: { hosts: [host] } } }));
    const { loadRegistry } = await facts.registryLibrary();
    facts.registry = await loadRegistry({ cwd: facts.home, env: facts.env, configFile: file });
    const line = (await look({}, true)).get('enforcement');
    expect(line).toMatchObject({ status: 'warning' });
    expect(line?.found).toMatch(/^off by the configuration: .*; the host: (?:kernel|advisory)/);
  });

  test('a wrong key fails at the login, and says what was tried and what is offered', async () => {
    const wrong = join(facts.home, 'wrong');
    await makeKey(wrong);
    const lines = await look({ identityFiles: [wrong] });
    expect(lines.get('host-key')).toMatchObject({ status: 'ok' });
    expect(lines.get('login')).toMatchObject({ status: 'failed' });
    expect(lines.get('login')?.found).toMatch(/wrong refused.*publickey/);
    expect(lines.get('shell')).toMatchObject({ status: 'skipped', found: 'because of: login' });
  });

  test('an unknown host key fails with its fingerprint, and is not remembered', async () => {
    const lines = await look({
      userKnownHostsFiles: [join(facts.home, 'known')],
      strictHostKeyChecking: 'ask',
    });
    expect(lines.get('handshake')).toMatchObject({ status: 'ok' });
    expect(lines.get('host-key')).toMatchObject({ status: 'failed' });
    expect(lines.get('host-key')?.found).toMatch(/SHA256:/);
    expect(await readdir(facts.home)).toEqual([]);
  });

  test('where nothing listens the failure is of TCP', async () => {
    const lines = await look({ port: 1 });
    expect(lines.get('tcp')).toMatchObject({ status: 'failed' });
    expect(lines.get('login')).toMatchObject({ status: 'skipped', found: 'because of: TCP' });
  });

  test('a name that is nearly one of the ssh_config is suggested', async () => {
    await mkdir(join(facts.home, '.ssh'));
    await writeFile(join(facts.home, '.ssh', 'config'), 'Host web12345\n');
    facts.target = 'web12354';
    const lines = await look({ host: 'no-such-host.invalid' });
    expect(lines.get('name')?.remedy).toMatch(/^did you mean "web12345"\?/);
  });

  test('a name that nobody knows is the failure of its own line', async () => {
    const lines = await look({ host: 'no-such-host.invalid' });
    expect(lines.get('name')).toMatchObject({ status: 'failed' });
    expect(lines.get('tcp')).toMatchObject({ status: 'skipped' });
  });
});
