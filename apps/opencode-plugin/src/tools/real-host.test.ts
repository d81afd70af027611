import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RunningSshd } from '@orssh/tunnel/testing';

import { Instance } from '../instance.js';
import type { AskInput, ToolResult } from '../opencode/tool.js';
import { fakeContext } from '../testing/fake-context.js';
import { eventually } from '../testing/eventually.js';
import { fakeInput } from '../testing/fake-input.js';
import { fakeWorkspaces } from '../testing/fake-workspaces.js';
import { WorkspacesOfProcess } from '../workspaces-of-process.js';
import { toolsFor } from './index.js';

const { sshdPath, startSshd } = await import('@orssh/tunnel/testing');

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('on a real host', () => {
  let sshd: RunningSshd;
  let folder: string;
  let outside: string;
  let options: Record<string, unknown>;
  let state: string | undefined;

  beforeAll(async () => {
    sshd = await startSshd();
    folder = await mkdtemp(join(tmpdir(), 'orssh-plugin-'));
    outside = await realpath(await mkdtemp('/tmp/orssh-outside-'));
    state = process.env['XDG_STATE_HOME'];
    process.env['XDG_STATE_HOME'] = join(folder, 'state');
    const ssh = {
      ...{ host: '127.0.0.1', port: sshd.port, user: sshd.user, identityFile: sshd.clientKey },
      ...{ identitiesOnly: true, options: { UserKnownHostsFile: sshd.knownHosts } },
    };
    const dead = { name: 'dead', ssh: { ...ssh, port: 1 } };
    options = {
      installRoot: join(folder, 'root'),
      providers: { lab: { hosts: [{ name: 'box', ssh }, dead] } },
    };
  });
  afterAll(async () => {
    process.env['XDG_STATE_HOME'] = state;
    if (state === undefined) delete process.env['XDG_STATE_HOME'];
    const { connect } = await import('@orssh/tunnel');
    const { stopStub } = await import('@orssh/bootstrap');
    const connection = await connect(sshd.destination());
    await stopStub(connection, { installRoot: join(folder, 'root') });
    await connection.close();
    await sshd.close();
    for (const path of [folder, outside]) await rm(path, { recursive: true, force: true });
  });

  function run(
    name: string,
    args: unknown,
    { context } = fakeContext(),
    workspaces = new WorkspacesOfProcess(() => Promise.resolve(fakeWorkspaces().open)),
  ): Promise<ToolResult> {
    const instance = new Instance(fakeInput({ directory: folder }).input, options, undefined);
    const tool = toolsFor(instance, workspaces)[name];
    if (!tool) throw new Error(`no tool ${name}`);
    return tool.execute(args, context);
  }
  const no = (permission: string) =>
    fakeContext((input: AskInput) => {
      if (input.permission === permission) throw new Error('the user says no');
    });

  test('a command is asked for by its host, run, and its output and exit code come back', async () => {
    const asking = fakeContext();
    const { output, metadata } = await run(
      'remote_exec',
      { host: 'lab/box', command: 'echo out; echo err >&2; pwd; exit 3' },
      asking,
    );
    expect(asking.asked).toMatchObject([
      { permission: 'remote_exec', patterns: ['box echo out; echo err >&2; pwd; exit 3'] },
    ]);
    expect(output).toMatch(/^out\nerr\n\/.*\n\n\[exit code 3 after .* on box\]$/s);
    expect(metadata).toMatchObject({ host: 'box', exitCode: 3 });
  });

  test('nothing runs, and nothing is contacted, when the user says no', async () => {
    const exec = run('remote_exec', { host: 'dead', command: 'true' }, no('remote_exec'));
    await expect(exec).rejects.toThrow('the user says no');
  });

  test("a line in which a rule's wildcards stand is not offered for always", async () => {
    const asking = fakeContext();
    await run('remote_exec', { host: 'box', command: 'echo *' }, asking);
    expect(asking.asked[0]?.always).toEqual([]);
  });

  test("a folder outside the home is the host's own question, told from a local path", async () => {
    const asking = fakeContext();
    const { output } = await run('remote_exec', { host: 'box', command: 'pwd', directory: outside }, asking);
    expect(asking.asked[1]).toMatchObject({
      permission: 'external_directory',
      patterns: [`box:${outside}/*`],
      metadata: { filepath: outside },
    });
    expect(output).toMatch(new RegExp(`^${outside}\n`));
  });

  test('a no to that question ends the command before it runs', async () => {
    const exec = run(
      'remote_exec',
      { host: 'box', command: 'pwd', directory: outside },
      no('external_directory'),
    );
    await expect(exec).rejects.toThrow('the user says no');
  });

  test('a command runs beside a workspace that has the host for itself, on its connection', async () => {
    const { openWorkspaces } = await import('@orssh/adaptor/workspace');
    const workspaces = new WorkspacesOfProcess(() => Promise.resolve(openWorkspaces));
    const instance = new Instance(
      fakeInput({ directory: folder }).input,
      { ...options, leaseMode: 'exclusive' },
      undefined,
    );
    workspaces.add(instance);
    const info = await workspaces.call(instance, (all) =>
      all.configure({
        ...{ id: 'wrk_1', type: 'ssh-provider', name: 'n', branch: null, directory: null, projectID: 'p' },
        extra: { host: 'box' },
      }),
    );
    await workspaces.call(instance, (all) => all.create(info));
    const logins = () => sshd.log().split('Accepted publickey').length;
    const before = logins();
    const { metadata } = await run(
      'remote_exec',
      { host: 'box', command: 'exit 4' },
      fakeContext(),
      workspaces,
    );
    expect(metadata).toMatchObject({ exitCode: 4 });
    expect(logins()).toBe(before);
    await workspaces.call(instance, (all) => all.remove(info));
    await workspaces.call(instance, (all) => all.close());
  });

  test('an interrupted command ends on the host as well', async () => {
    const asking = fakeContext();
    const mark = join(outside, 'pid');
    const exec = run('remote_exec', { host: 'box', command: `echo $$ > ${mark}; exec sleep 300` }, asking);
    const { readFile } = await import('node:fs/promises');
    let pid = 0;
    while (!(pid > 0)) pid = Number(await readFile(mark, 'utf8').catch(() => '0'));
    asking.aborts.abort();
    await expect(exec).resolves.toMatchObject({ metadata: { signal: 'SIGTERM' } });
    await eventually(() => !runs(pid));
  });

  test('a time limit ends the command, and is said', async () => {
    const { output } = await run('remote_exec', { host: 'box', command: 'sleep 300', timeoutMs: 100 });
    expect(output).toContain('ended by its time limit of 100 ms');
  });

  test('a host that does not answer is an error with what to do', async () => {
    await expect(run('remote_exec', { host: 'dead', command: 'true' })).rejects.toThrow(/dead.*\n.+/s);
  });

  test('doctor looks at every step, and says where it fails', async () => {
    const fine = await run('remote_doctor', { host: 'box' });
    expect(fine.output).toMatch(/^ok {2}login: /m);
    expect(fine.title).toBe('box: nothing failed');
    const broken = await run('remote_doctor', { host: 'dead' });
    expect(broken.output).toMatch(/^failed {2}TCP: .*\n {4}to do: /m);
  });
});

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
