import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sshdPath, until } from '@orssh/tunnel/testing';

import type { Workspaces } from './workspaces.js';
import { startWorkspaceBench, type WorkspaceBench } from './testing/workspace-bench.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('workspaces on a real host', () => {
  let bench: WorkspaceBench;
  let workspaces: Workspaces;
  let count = 0;
  const nextID = () => `wrk_test${(count += 1)}`;

  beforeAll(async () => {
    bench = await startWorkspaceBench();
  });

  beforeEach(() => {
    bench.settings = {};
    bench.gateways.fail = undefined;
    bench.notes.splice(0);
    bench.lines.splice(0);
    workspaces = bench.open();
  });

  afterEach(async () => {
    await bench.hideHost(false);
    await bench.releaseOther();
    await bench.closeAll();
    for (const { id } of await bench.bindings()) await bench.open().remove(bench.info(id));
    await bench.closeAll();
  });

  afterAll(() => bench.close());

  const connected = (id: string) => () =>
    workspaces.status().some((each) => each.id === id && each.state === 'connected');

  test('one is made, found, and removed without a trace', async () => {
    const id = nextID();
    const info = await bench.make(workspaces, id);
    expect(info).toMatchObject({ id, type: 'ssh-provider', name: 'box', directory: bench.folder });
    const { url } = await workspaces.target(info);
    expect(url).toBe(bench.gateways.latest().url);
    expect(bench.gateways.latest().options.workspace).toEqual({
      ...{ id, projectID: 'project-1', directory: bench.folder },
    });
    expect(workspaces.status()).toMatchObject([
      { id, state: 'connected', host: 'box', lease: { mode: 'shared', state: 'held' } },
    ]);
    expect(await bench.onStub()).toEqual([id]);
    const [binding] = await bench.bindings();
    expect(binding).toMatchObject({ id, state: 'ready', port: bench.gateways.latest().port });
    const file = join(bench.env['XDG_STATE_HOME'] ?? '', 'opencode-remote-ssh', 'workspaces', `${id}.json`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await workspaces.remove(info);
    await workspaces.remove(info);
    expect(bench.gateways.latest().told).toEqual(['attach', 'close']);
    expect([await bench.onStub(), await bench.bindings()]).toEqual([[], []]);
    expect(await bench.leases()).toEqual({ here: 0, there: 0 });
    expect(bench.notes).toEqual([]);
  });

  test.each(['shared', 'exclusive'] as const)(
    'a host that is leased (%s) can be borrowed for a command, also while it comes back',
    async (leaseMode) => {
      bench.settings = { leaseMode };
      expect(await workspaces.borrow({ target: 'box' })).toBeUndefined();
      const info = await bench.make(workspaces, nextID());
      const logins = () => bench.real.sshd.log().split('Accepted publickey').length;
      const before = logins();
      const stub = await workspaces.borrow({ target: 'box' });
      const command = await stub?.exec({ command: 'exit 3' });
      expect((await command?.exit)?.exitCode).toBe(3);
      expect(logins()).toBe(before);
      expect(await workspaces.borrow({ target: 'other' })).toBeUndefined();
      await bench.real.sshd.killConnections();
      await until(() => workspaces.status().every(({ state }) => state !== 'connected'));
      const later = await workspaces.borrow({ target: 'box' });
      expect(later !== undefined).toBe(leaseMode === 'exclusive');
      await workspaces.remove(info);
      expect(await workspaces.borrow({ target: 'box' })).toBeUndefined();
    },
  );

  test('a line that is dead is found out when a request waits, not by its silence', async () => {
    workspaces = bench.open({ timeouts: { answer: 200 } });
    const id = nextID();
    const info = await bench.make(workspaces, id);
    const gateway = bench.gateways.latest();
    const thaw = await bench.real.sshd.freezeConnections();
    gateway.options.onWaiting?.();
    await until(() => gateway.told.length > 1);
    expect(gateway.told[1]).toMatch(/^away: The stub on box is not there any more: nothing came from it/);
    await until(connected(id));
    thaw();
    await workspaces.remove(info);
  });

  test('leases can be given back for a while, and the workspace goes on', async () => {
    const id = nextID();
    await bench.make(workspaces, id);
    await workspaces.rest();
    expect(await bench.leases()).toEqual({ here: 0, there: 0 });
    expect(connected(id)()).toBe(true);
    expect(await bench.gateways.latest().stub?.workspaces()).toMatchObject([{ id }]);
    await Promise.all([workspaces.resume(), workspaces.resume()]);
    expect(await bench.leases()).toEqual({ here: 1, there: 1 });
    expect(bench.gateways.latest().told).toEqual(['attach']);
    expect(bench.notes).toEqual([]);
  });

  test('OpenCode restarts: the URL is there at once and the same, and the host follows without an upload', async () => {
    const id = nextID();
    const info = await bench.make(workspaces, id);
    const { url } = await workspaces.target(info);
    await workspaces.close();
    expect(await bench.leases()).toEqual({ here: 0, there: 0 });
    workspaces = bench.open();
    const before = bench.gateways.started.length;
    const targets = await Promise.all([1, 2, 3].map(() => workspaces.target(info)));
    expect(targets.map((each) => each.url)).toEqual([url, url, url]);
    expect(bench.gateways.started).toHaveLength(before + 1);
    await until(connected(id));
    expect(bench.gateways.latest().told).toEqual(['attach']);
    expect(await bench.gateways.latest().stub?.workspaces()).toMatchObject([{ id }]);
  });

  test('a connection that is lost comes back with the same lease, and a blip is told to nobody', async () => {
    const id = nextID();
    await bench.make(workspaces, id);
    const gateway = bench.gateways.latest();
    const [before] = await bench.leasesThere();
    await bench.real.sshd.killConnections();
    await until(() => gateway.told.filter((line) => line === 'attach').length === 2);
    expect(gateway.told[1]).toMatch(/^away: The connection to box was lost/);
    expect(await bench.leasesThere()).toEqual([
      expect.objectContaining({ id: before?.id, fence: before?.fence }),
    ]);
    expect(bench.notes).toEqual([]);
    expect(gateway.told.filter((line) => line.startsWith('workspace.status'))).toEqual([]);
  });

  test('a stub that was killed is started again, and knows the workspace and its lease', async () => {
    const id = nextID();
    await bench.make(workspaces, id);
    const gateway = bench.gateways.latest();
    const before = workspaces.status()[0]?.stub?.pid ?? 0;
    process.kill(before, 'SIGKILL');
    await until(() => gateway.told.filter((line) => line === 'attach').length === 2);
    expect(workspaces.status()).toMatchObject([{ state: 'connected', lease: { state: 'held' } }]);
    expect(workspaces.status()[0]?.stub?.pid).not.toBe(before);
    expect(await gateway.stub?.workspaces()).toMatchObject([{ id }]);
  });

  test('ten of one host share a connection, each under its own name and lease', async () => {
    const ids = Array.from({ length: 10 }, nextID);
    const infos = await Promise.all(ids.map((id) => bench.make(workspaces, id)));
    expect(new Set(infos.map(({ name }) => name)).size).toBe(10);
    expect(infos.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['box', `box:${bench.folder}`, `box:${bench.folder} (2)`]),
    );
    expect(workspaces.status().map(({ state }) => state)).toEqual(Array<string>(10).fill('connected'));
    expect((await bench.onStub()).sort()).toEqual([...ids].sort());
    expect(await bench.leases()).toEqual({ here: 10, there: 10 });
    await bench.real.sshd.killConnections();
    const attached = () =>
      bench.gateways.started
        .slice(-10)
        .every(({ told }) => told.filter((line) => line === 'attach').length === 2);
    await until(attached);
    await Promise.all(infos.map((info) => workspaces.remove(info)));
    expect([await bench.onStub(), await bench.bindings(), await bench.leases()]).toEqual([
      [],
      [],
      { here: 0, there: 0 },
    ]);
  });

  test('folders that extra allows are approved from the beginning, and gone with the workspace', async () => {
    const id = nextID();
    const permission = { allow: ['/usr/lib/*', '/opt'] };
    const info = await bench.make(workspaces, id, { host: 'box', directory: bench.folder, permission });
    const { stub } = bench.gateways.latest();
    const approved = async () => (await stub?.approvals({ workspaceID: id }))?.map(({ path }) => path);
    expect((await approved())?.sort()).toEqual(['/opt', '/usr/lib']);
    await stub?.revokeApproval({ workspaceID: id, pattern: '/opt/*' });
    await bench.real.sshd.killConnections();
    await until(() => bench.gateways.latest().told.filter((line) => line === 'attach').length === 2);
    const again = bench.gateways.latest().stub;
    expect((await again?.approvals({ workspaceID: id }))?.map(({ path }) => path)).toEqual(['/usr/lib']);
    await until(() => workspaces.status()[0]?.stub?.enforcement !== undefined);
    await workspaces.remove(info);
    const host = await bench.real.open();
    expect(await host.stub.approvals()).toEqual([]);
    await host.close();
  });

  test('a workspace that another OpenCode comes to has one id for each of them, in all that is said of it', async () => {
    const real = bench.open({ startGateway: undefined });
    const id = nextID();
    const info = await bench.make(real, id);
    const another = bench.open({ startGateway: undefined });
    const row = { ...info, id: nextID() };
    const [{ url: first }, { url: second }] = await Promise.all([real.target(info), another.target(row)]);
    await until(() => another.status()[0]?.state === 'connected');
    const post = async (url: string, json: unknown): Promise<unknown> => {
      const body = JSON.stringify(json);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return answer.json();
    };
    const session = await post(`${second}/session`, {});
    expect(session).toMatchObject({ workspaceID: row.id });
    const historyOf = (url: string) => post(`${url}/sync/history`, {});
    const created = (workspaceID: string): unknown[] => [
      expect.objectContaining({
        type: 'session.created.1',
        data: expect.objectContaining({ info: expect.objectContaining({ workspaceID }) as object }) as object,
      }),
    ];
    expect(await historyOf(first)).toEqual(created(id));
    expect(await historyOf(second)).toEqual(created(row.id));
    const sessions = await (await fetch(`${second}/session`)).json();
    expect(sessions).toEqual([expect.objectContaining({ workspaceID: row.id })]);
    await another.remove(row);
  });

  test.each<[string, (id: string) => Promise<Record<string, unknown> | undefined> | undefined, RegExp]>([
    [
      'a folder that is not there',
      () => Promise.resolve({ host: 'box', directory: '/nowhere/at all' }),
      /^Cannot create the workspace box on box: there is no folder \/nowhere\/at all on box\. .*mkdir -p '\/nowhere\/at all'/,
    ],
    [
      'a folder to approve that is not there',
      () => Promise.resolve({ host: 'box', permission: { allow: ['/nowhere'] } }),
      /there is no folder \/nowhere on box\. .*"permission.allow"/,
    ],
    [
      'a gateway that does not start',
      () => {
        bench.gateways.fail = new Error('no port is free');
        return undefined;
      },
      /no port is free\. `orssh doctor box`/,
    ],
    [
      'a host that cannot be reached',
      () => Promise.resolve({ host: 'nobody@127.0.0.1:1' }),
      /^Cannot create the workspace .* on nobody@127\.0\.0\.1:1: Cannot connect to .*: nothing listens on that port\. Check that sshd runs/,
    ],
    [
      'a host key that is not known',
      async () => {
        await writeFile(join(bench.real.folder, 'empty'), '');
        return { host: 'stranger' };
      },
      /The host key of stranger is not known .* run `orssh setup stranger` once/,
    ],
    [
      'a host that another machine has for itself',
      async () => {
        bench.settings = { leaseMode: 'exclusive' };
        await bench.leaseAsOther();
        return undefined;
      },
      /box is leased|leased|in use/,
    ],
  ])('%s: the error says it, and nothing is left', async (_name, prepare, message) => {
    const id = nextID();
    const extra = await prepare(id);
    const info = await workspaces.configure(
      bench.info(id, extra ?? { host: 'box', directory: bench.folder }),
    );
    await expect(workspaces.create(info)).rejects.toThrow(message);
    expect(workspaces.status()).toEqual([]);
    expect(await bench.onStub()).toEqual([]);
    await bench.releaseOther();
    expect(await bench.leases()).toEqual({ here: 0, there: 0 });
    expect(await bench.bindings()).toMatchObject([{ id, state: 'failed' }]);
    const said = bench.lines.length;
    const opened = bench.gateways.started.length;
    for (let turn = 0; turn < 3; turn += 1)
      await expect(workspaces.target(info)).rejects.toThrow(/There is nothing behind the workspace/);
    expect(bench.lines).toHaveLength(said);
    const later = bench.open();
    for (let turn = 0; turn < 3; turn += 1)
      await expect(later.target(info)).rejects.toThrow(/There is nothing behind the workspace/);
    expect(bench.lines).toHaveLength(said + 1);
    expect(bench.gateways.started).toHaveLength(opened);
    await later.remove(info);
    expect(await bench.bindings()).toEqual([]);
  });

  test('a record that cannot be written at the end undoes everything', async () => {
    const directory = join(bench.bindingFile('wrk_any'), '..');
    const id = nextID();
    const info = await workspaces.configure(bench.info(id, { host: 'box', directory: bench.folder }));
    const spoiled = bench.open({
      startGateway: async (options) => {
        const gateway = await bench.gateways.start(options);
        await rm(directory, { recursive: true });
        await writeFile(directory, 'in the way');
        return gateway;
      },
    });
    await expect(spoiled.create(info)).rejects.toThrow(/^Cannot create the workspace box on box: /);
    await rm(directory);
    expect(bench.gateways.latest().told).toEqual(['attach', 'close']);
    expect([await bench.onStub(), await bench.leases()]).toEqual([[], { here: 0, there: 0 }]);
    await expect(spoiled.target(info)).rejects.toThrow(/There is nothing behind/);
  });

  test('a host that was taken out of the configuration is an error that says so, and nothing is left', async () => {
    const id = nextID();
    const info = await workspaces.configure(bench.info(id, { host: 'box', directory: bench.folder }));
    const changed = bench.open({ registry: () => Promise.reject(new Error('registry.json cannot be read')) });
    await expect(changed.create(info)).rejects.toThrow(
      'Cannot create the workspace box on box: registry.json cannot be read.',
    );
    expect(await bench.bindings()).toMatchObject([{ id, state: 'failed' }]);
    expect([await bench.onStub(), await bench.leases()]).toEqual([[], { here: 0, there: 0 }]);
  });

  test('what was interrupted while it was made is nothing, and removing it clears the host', async () => {
    const id = nextID();
    const info = await bench.make(workspaces, id);
    await workspaces.close();
    const [binding] = await bench.bindings();
    await bench.writeBinding(id, JSON.stringify({ ...binding, state: 'creating', at: 0 }));
    workspaces = bench.open();
    await expect(workspaces.target(info)).rejects.toThrow(/was interrupted/);
    expect(await workspaces.list({ projectID: 'project-1' })).toEqual([]);
    await workspaces.remove(info);
    expect([await bench.onStub(), await bench.bindings()]).toEqual([[], []]);
  });

  test('damaged records are moved aside and named, and what extra knows is enough', async () => {
    const id = nextID();
    const info = await bench.make(workspaces, id);
    await workspaces.close();
    await bench.writeBinding(id, '{"v":1,"id":"wrk_other"');
    await bench.writeBinding('wrk_evil', JSON.stringify({ v: 1, id: '../../etc/passwd' }));
    workspaces = bench.open();
    expect(await workspaces.list({ projectID: 'project-1' })).toEqual([]);
    expect(bench.lines.filter((line) => /moved aside, to .*\.damaged-\d+\.$/.test(line))).toHaveLength(2);
    await workspaces.target(info);
    await until(connected(id));
    expect(await bench.bindings()).toMatchObject([{ id, state: 'ready', directory: bench.folder }]);
  });

  test('a row without any record is brought back from its extra alone, a home too', async () => {
    const id = nextID();
    const info = await bench.make(workspaces, id, { host: 'box' });
    expect(info.directory).toBeNull();
    await workspaces.close();
    await rm(bench.bindingFile(id));
    workspaces = bench.open();
    await workspaces.target(info);
    expect(bench.gateways.latest().options.workspace.directory).toMatch(/^\//);
    await until(connected(id));
  });

  test('a host that is away while a workspace is removed is cleared when it is reached the next time', async () => {
    const id = nextID();
    const info = await bench.make(workspaces, id);
    await workspaces.close();
    await bench.hideHost(true);
    workspaces = bench.open();
    await workspaces.remove(info);
    expect(bench.notes).toMatchObject([
      { level: 'warning', message: expect.stringContaining('orssh uninstall box') as string },
    ]);
    expect(await bench.bindings()).toMatchObject([{ id, state: 'removed' }]);
    await expect(workspaces.target(info)).rejects.toThrow(/it was removed/);
    await bench.hideHost(false);
    const other = nextID();
    await bench.make(workspaces, other);
    await until(() => bench.lines.some((line) => line.includes('is gone from box now')));
    expect(await bench.onStub()).toEqual([other]);
  });

  test('a host that is away at a restart is waited for, with the reason at hand', async () => {
    const id = nextID();
    const info = await bench.make(workspaces, id);
    await workspaces.close();
    await bench.hideHost(true);
    workspaces = bench.open();
    await workspaces.target(info);
    const gateway = bench.gateways.latest();
    await until(() => gateway.told.some((line) => line.startsWith('away: Cannot connect to box')));
    expect(workspaces.status()).toMatchObject([
      { id, state: 'reconnecting', reason: expect.stringContaining('nothing listens') as string },
    ]);
    await bench.hideHost(false);
    await until(() => gateway.told.at(-1) === 'attach');
  });

  test('another OpenCode that does not know it is told of it, and comes to the same one', async () => {
    const id = nextID();
    await bench.make(workspaces, id);
    const listed = await workspaces.list({ projectID: 'project-1' });
    expect(listed).toMatchObject([{ name: 'box', directory: bench.folder }]);
    expect(await workspaces.list({ projectID: 'project-2' })).toEqual([]);
    expect(await workspaces.list({})).toEqual([]);
    const another = bench.open();
    const row = { ...listed[0], id: nextID() } as Awaited<ReturnType<typeof bench.make>>;
    await another.target(row);
    await until(() => another.status()[0]?.state === 'connected');
    expect(bench.gateways.latest().options.workspace.id).toBe(row.id);
    expect(await bench.onStub()).toEqual([id]);
    expect(await another.list({ projectID: 'project-1' })).toHaveLength(1);
    await another.remove(row);
    expect([await bench.onStub(), await bench.bindings()]).toEqual([[], []]);
  });

  test('what a stub knows of the project from another machine is listed once it is connected', async () => {
    const id = nextID();
    await bench.make(workspaces, id);
    const stub = bench.gateways.latest().stub;
    const foreign = { type: 'ssh-provider', directory: bench.folder, extra: null };
    await stub?.registerWorkspace({ ...foreign, id: 'wrk_far1', name: 'box', projectID: 'project-1' });
    await stub?.registerWorkspace({ ...foreign, id: 'wrk_far2', name: 'elsewhere', projectID: 'project-2' });
    const names = async () => (await workspaces.list({ projectID: 'project-1' })).map(({ name }) => name);
    expect(await names()).toEqual(['box', 'box (far1)']);
    expect(await names()).toEqual(['box', 'box (far1)']);
    await workspaces.close();
    workspaces = bench.open();
    expect(await names()).toEqual(['box']);
    await stub?.close();
    const host = await bench.real.open();
    for (const far of ['wrk_far1', 'wrk_far2']) await host.stub.removeWorkspace(far);
    await host.close();
  });

  test('a lease that somebody takes ends the work, tells the person, and is not taken back', async () => {
    bench.settings = { leaseMode: 'exclusive' };
    const id = nextID();
    const info = await bench.make(workspaces, id);
    await bench.leaseAsOther({ steal: true });
    const gateway = bench.gateways.latest();
    await gateway.stub?.workspaces();
    await until(() => workspaces.status()[0]?.state === 'lost');
    expect(gateway.told).toEqual([
      'attach',
      expect.stringMatching(/^away: .*taken over by workspace other/),
      'tui.toast.show error',
      'workspace.status error',
    ]);
    expect(bench.notes).toMatchObject([{ level: 'error', workspaceID: id }]);
    await workspaces.target(info);
    expect(gateway.told).toHaveLength(4);
    await bench.releaseOther();
    await workspaces.reconnect(id);
    expect(workspaces.status()).toMatchObject([{ state: 'connected', lease: { state: 'held' } }]);
  });

  test('a lease that runs out while the host is away is asked for again, and is somebody else’s if it was taken', async () => {
    bench.settings = { leaseMode: 'exclusive', leaseTtlMs: 5000 };
    const id = nextID();
    await bench.make(workspaces, id);
    const state = () => workspaces.status()[0];
    for (const taken of [false, true]) {
      const [before] = await bench.leasesThere();
      await bench.hideHost(true);
      await bench.real.sshd.killConnections();
      await until(() => state()?.lease?.state === 'lost');
      expect(state()?.state).toBe('reconnecting');
      await bench.hideHost(false);
      if (taken) {
        await bench.leaseAsOther({ steal: true });
        await until(() => state()?.state === 'lost');
        expect(bench.notes.at(-1)).toMatchObject({
          level: 'error',
          message: expect.stringContaining('orssh leases steal box') as string,
        });
      } else {
        await until(() => state()?.state === 'connected');
        expect((await bench.leasesThere()).map((lease) => lease.id)).not.toContain(before?.id);
        expect(state()?.lease?.state).toBe('held');
      }
    }
    await bench.releaseOther();
  }, 60_000);

  test('a state folder that cannot be written fails before anything else is done', async () => {
    const closed = join(bench.real.folder, 'closed');
    await mkdir(closed);
    await writeFile(join(closed, 'opencode-remote-ssh'), 'a file');
    const blocked = bench.open({ env: { ...bench.env, XDG_STATE_HOME: closed } });
    const info = await blocked.configure(bench.info(nextID(), { host: 'box', directory: bench.folder }));
    await expect(blocked.create(info)).rejects.toThrow(
      /^Cannot create the workspace box on box: .*(ENOTDIR|EEXIST)/,
    );
    expect(await bench.onStub()).toEqual([]);
    await chmod(closed, 0o700);
  });

  test('closing while one is made leaves nothing of it', async () => {
    const id = nextID();
    const info = await workspaces.configure(bench.info(id, { host: 'box', directory: bench.folder }));
    const making = workspaces.create(info);
    const outcome = expect(making).rejects.toThrow(/was closed/);
    await workspaces.close();
    await outcome;
    expect([await bench.onStub(), await bench.leases()]).toEqual([[], { here: 0, there: 0 }]);
    expect(await bench.bindings()).toMatchObject([{ id, state: 'failed' }]);
  });

  test('closing while another one is made on a host that is connected leaves nothing of it', async () => {
    const first = nextID();
    await bench.make(workspaces, first);
    const id = nextID();
    const info = await workspaces.configure(bench.info(id, { host: 'box', directory: bench.folder }));
    const outcome = expect(workspaces.create(info)).rejects.toThrow(/was closed/);
    await workspaces.close();
    await outcome;
    expect([await bench.onStub(), await bench.leases()]).toEqual([[first], { here: 0, there: 0 }]);
  });
});
