import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ExecRequest } from '@orssh/protocol';
import { sshdPath } from '@orssh/tunnel/testing';

import { connectHost, openHost, type OpenHostOptions, type RemoteHost } from './open-host.js';
import type { RemoteCommand } from './remote-command.js';
import { type RealHost, startRealHost } from './testing/real-host.js';

/** Reads what no command has by itself, and does not show it. */
const outside = await mkdtemp('/tmp/orssh-unseen-');
const unseen = {
  argv: ['awk', 'BEGIN { exit (getline < ENVIRON["ASKED"]) < 1 }'],
  env: { ASKED: join(outside, 'letter') },
};
await writeFile(unseen.env.ASKED, 'text\n');
afterAll(() => rm(outside, { recursive: true }));

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('on a real host', () => {
  let real: RealHost;
  let options: OpenHostOptions;
  let folder: string;
  let host: RemoteHost;

  beforeAll(async () => {
    real = await startRealHost();
    ({ options, folder } = real);
    host = await real.open();
  });

  afterAll(async () => {
    await host.close();
    await real.close();
  });

  test('a second opening goes straight to the stub', async () => {
    const again = await openHost('box', options);
    expect([host.running.how, again.running.how]).toEqual(['installed', 'remembered']);
    expect((await again.stub.health()).stub.instance).toBe(host.running.ready.instance);
    await again.close();
  });

  test('a command’s streams and exit code arrive apart', async () => {
    const command = await host.stub.exec({ command: 'echo out; echo err >&2; exit 3' });
    expect(await printed(command)).toEqual({ stdout: 'out\n', stderr: 'err\n' });
    expect(await command.exit).toMatchObject({ exitCode: 3, signal: null, timedOut: false });
  });

  test('a large stdin comes back whole', async () => {
    const input = randomBytes(20_000_000);
    const command = await host.stub.exec({ argv: ['cat'], stdin: 'pipe', onFull: 'block' });
    const hash = hashOf(command);
    command.stdin.end(input);
    expect(await hash).toBe(createHash('sha256').update(input).digest('hex'));
    expect(await command.exit).toMatchObject({ exitCode: 0, end: input.length });
  });

  test('writing to a command that no longer reads is an EPIPE', async () => {
    const command = await host.stub.exec({ command: 'exec 0<&-; sleep 30', stdin: 'pipe' });
    const failed = new Promise((resolve) => command.stdin.once('error', resolve));
    const chunk = Buffer.alloc(65_536);
    const write = (): void => {
      if (!command.stdin.destroyed) command.stdin.write(chunk, () => setImmediate(write));
    };
    write();
    expect(await failed).toMatchObject({ code: 'EPIPE' });
    await command.kill('SIGKILL');
    await command.exit;
  });

  test('killing ends the whole group, and the exit says by what', async () => {
    const command = await host.stub.exec({ command: 'sleep 60 & wait' });
    await command.kill('SIGKILL');
    expect(await command.exit).toMatchObject({ exitCode: null, signal: 'SIGKILL', killed: true });
  });

  test('output that a broken connection cut is read on another one, and nothing runs twice', async () => {
    const first = await openHost('box', options);
    const gate = join(folder, 'gate');
    const allow = [`${folder}/*`];
    const script = `echo one; while [ ! -e ${gate} ]; do sleep 0.02; done; echo two`;
    const command = await first.stub.exec({ command: script, key: 'cut', allow });
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const { data } of command.output) {
          seen.push(Buffer.from(data).toString());
          await first.connection.close();
        }
      })(),
    ).rejects.toThrow();
    await expect(command.exit).rejects.toThrow();
    await writeFile(gate, '');
    const rest = await host.stub.attach(command.id, { offset: command.offset });
    seen.push((await printed(rest)).stdout);
    expect(seen.join('')).toBe('one\ntwo\n');
    const same = await host.stub.exec({ command: script, key: 'cut', allow });
    expect(same.id).toBe(command.id);
    await first.close();
  });

  test('a path that is not allowed fails at once where nobody can be asked', async () => {
    await expect(host.stub.exec({ argv: ['pwd'], cwd: '/', onDenied: 'fail' })).rejects.toMatchObject({
      kind: 'PermissionRequiredError',
      body: { data: { path: '/' } },
    });
  });

  test('a question that somebody else has answered meanwhile needs no answer', async () => {
    const command = await host.stub.exec(
      { argv: ['sleep', '0.5'], cwd: '/usr' },
      {
        onPermission: async ({ id }) => {
          await host.stub.replyPermission(id, 'once');
          return 'once';
        },
      },
    );
    expect(await command.exit).toMatchObject({ exitCode: 0 });
  });

  test('a path that is not allowed waits for the answer, which lets it run', async () => {
    const asked: unknown[] = [];
    const command = await host.stub.exec(
      { argv: ['pwd'], cwd: '/usr' },
      {
        onPermission: (request) => {
          asked.push(request.path);
          return Promise.resolve('once' as const);
        },
      },
    );
    expect((await printed(command)).stdout).toBe('/usr\n');
    expect(asked).toEqual(['/usr']);
  });

  test('a lease shuts others out, is stolen, and its loser learns by whom', async () => {
    const other = await openHost('box', options);
    const holder = (machine: string) => ({ workspace: 'w', user: 'u', machine, machineID: machine, pid: 1 });
    const request = { mode: 'exclusive', ttlMs: 60_000 } as const;
    for (const { id } of await host.stub.commands()) await host.stub.forget(id);
    const first = await host.stub.acquireLease({ ...request, id: 'lse_one', holder: holder('one') });
    const lost = new Promise((resolve) => {
      host.stub.useLease('lse_one', { onLeaseLost: resolve });
    });
    const command = await host.stub.exec({ argv: ['sleep', '60'] });
    expect(await other.stub.command(command.id)).toMatchObject({
      leaseID: 'lse_one',
      startedBy: { machine: 'one' },
    });
    const theft = { ...request, id: 'lse_two', holder: holder('two') };
    await expect(other.stub.acquireLease(theft)).rejects.toMatchObject({
      kind: 'LeaseHeldError',
      leases: [{ id: 'lse_one', holder: { machine: 'one' } }],
      commands: 1,
    });
    await expect(other.stub.exec({ argv: ['true'] })).rejects.toMatchObject({ kind: 'LeaseHeldError' });
    const second = await other.stub.acquireLease({ ...theft, steal: true, stopCommands: true });
    expect(second).toMatchObject({ stolen: [{ id: 'lse_one' }], stopping: 1 });
    expect(second.lease.fence).toBeGreaterThan(first.lease.fence);
    expect(await command.exit).toMatchObject({ signal: 'SIGTERM', killed: true });
    await expect(host.stub.exec({ argv: ['true'] })).rejects.toMatchObject({
      kind: 'LeaseLostError',
      code: 'lease_stolen',
      by: { machine: 'two' },
    });
    expect(await lost).toBe('lse_one');
    host.stub.useLease(undefined);
    await other.stub.releaseLease('lse_two');
    expect(await host.stub.leases()).toEqual([]);
    await other.close();
  });

  test('an approval lets commands in, until it is revoked', async () => {
    const { workspaceID, pattern } = await host.stub.approve({ path: '/usr/bin' });
    const run: ExecRequest = { argv: ['pwd'], cwd: '/usr/bin', onDenied: 'fail' };
    const command = await host.stub.exec(run);
    expect((await printed(command)).stdout).toBe('/usr/bin\n');
    expect(await host.stub.approvals({ workspaceID })).toMatchObject([{ pattern, path: '/usr/bin' }]);
    expect(await host.stub.revokeApproval({ workspaceID, pattern })).toMatchObject({ removed: 1 });
    await expect(host.stub.exec(run)).rejects.toMatchObject({ kind: 'PermissionRequiredError' });
  });

  test('events tell of the connection first', async () => {
    for await (const { data } of host.stub.events()) {
      expect(data).toMatchObject({ payload: { type: 'server.connected' } });
      break;
    }
    expect.assertions(1);
  });

  test('a host that is not there is an error that names it, and leaves nothing open', async () => {
    const target = 'box-that-is-not-there.invalid';
    await expect(openHost(target, options)).rejects.toMatchObject({ host: target });
  });

  test('a connection that is lost is what requests then fail with', async () => {
    const doomed = await openHost('box', options);
    const waiting = doomed.stub.exec({ argv: ['sleep', '60'], key: 'doomed' });
    const command = await waiting;
    await real.sshd.killConnections();
    await expect(command.exit).rejects.toMatchObject({ name: 'TunnelError', code: 'lost' });
    await expect(doomed.stub.health()).rejects.toMatchObject({ name: 'TunnelError', code: 'lost' });
    await doomed.close();
    await host.close();
    host = await openHost('box', options);
    await host.stub.kill(command.id, { name: 'SIGKILL' });
  });

  test('where the kernel has to hold commands, it does, or the host is refused', async () => {
    const { enforcement } = (await host.stub.health()).stub;
    const opened = openHost('box', { ...options, terms: { enforcement: 'required' } });
    if (enforcement === 'advisory') {
      await expect(opened).rejects.toMatchObject({ code: 'not_enforced', host: 'box' });
      return;
    }
    const held = await opened;
    const command = await held.stub.exec({ ...unseen, cwd: '/usr', allow: ['/usr/*'] });
    await expect(command.exit).resolves.toMatchObject({ exitCode: 1 });
    await held.close();
  });

  test('where nothing is to hold commands, nothing does', async () => {
    const free = await openHost('box', { ...options, terms: { enforcement: 'off' } });
    const command = await free.stub.exec(unseen);
    await expect(command.exit).resolves.toMatchObject({ exitCode: 0 });
    await free.close();
  });

  test('what its settings deny is not run there', async () => {
    const terms = { deny: ['shutdown *'], maxProcesses: 60_000 };
    const strict = await openHost('box', { ...options, terms });
    await expect(strict.stub.exec({ command: 'sudo shutdown now' })).rejects.toMatchObject({
      code: 'command_denied',
      message: expect.stringContaining('"shutdown *"') as string,
    });
    const command = await strict.stub.exec({ command: 'ulimit -u' });
    await expect(printed(command)).resolves.toMatchObject({ stdout: '60000\n' });
    await strict.close();
  });

  test('a host can be reached without its stub', async () => {
    const connection = await connectHost('box', options);
    expect(connection.state.name).toBe('connected');
    await connection.close();
  });
});

async function printed({ output }: RemoteCommand): Promise<{ stdout: string; stderr: string }> {
  const text = { stdout: '', stderr: '' };
  for await (const { stream, data } of output) text[stream] += Buffer.from(data).toString();
  return text;
}

async function hashOf({ output }: RemoteCommand): Promise<string> {
  const hash = createHash('sha256');
  for await (const { data } of output) hash.update(data);
  return hash.digest('hex');
}
