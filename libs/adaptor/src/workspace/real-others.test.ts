import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { until } from '@orssh/tunnel/testing';

import { describeWorkspaces } from './testing/describe-workspaces.js';

describeWorkspaces('workspaces that others have, too, on a real host', (on) => {
  test('a workspace that another OpenCode comes to has one id for each of them, in all that is said of it', async () => {
    const real = on.bench.open({ startGateway: undefined });
    const id = on.nextID();
    const info = await on.bench.make(real, id);
    const another = on.bench.open({ startGateway: undefined });
    const row = { ...info, id: on.nextID() };
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
        on.bench.gateways.fail = new Error('no port is free');
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
        await writeFile(join(on.bench.real.folder, 'empty'), '');
        return { host: 'stranger' };
      },
      /The host key of stranger is not known .* run `orssh setup stranger` once/,
    ],
    [
      'a host that another machine has for itself',
      async () => {
        on.bench.settings = { leaseMode: 'exclusive' };
        await on.bench.leaseAsOther();
        return undefined;
      },
      /box is leased|leased|in use/,
    ],
  ])('%s: the error says it, and nothing is left', async (_name, prepare, message) => {
    const id = on.nextID();
    const extra = await prepare(id);
    const info = await on.workspaces.configure(
      on.bench.info(id, extra ?? { host: 'box', directory: on.bench.folder }),
    );
    await expect(on.workspaces.create(info)).rejects.toThrow(message);
    expect(on.workspaces.status()).toEqual([]);
    expect(await on.bench.onStub()).toEqual([]);
    await on.bench.releaseOther();
    expect(await on.bench.leases()).toEqual({ here: 0, there: 0 });
    expect(await on.bench.bindings()).toMatchObject([{ id, state: 'failed' }]);
    const said = on.bench.lines.length;
    const opened = on.bench.gateways.started.length;
    for (let turn = 0; turn < 3; turn += 1)
      await expect(on.workspaces.target(info)).rejects.toThrow(/There is nothing behind the workspace/);
    expect(on.bench.lines).toHaveLength(said);
    const later = on.bench.open();
    for (let turn = 0; turn < 3; turn += 1)
      await expect(later.target(info)).rejects.toThrow(/There is nothing behind the workspace/);
    expect(on.bench.lines).toHaveLength(said + 1);
    expect(on.bench.gateways.started).toHaveLength(opened);
    await later.remove(info);
    expect(await on.bench.bindings()).toEqual([]);
  });

  test('a row without any record is brought back from its extra alone, a home too', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id, { host: 'box' });
    expect(info.directory).toBeNull();
    await on.workspaces.close();
    await rm(on.bench.bindingFile(id));
    on.workspaces = on.bench.open();
    await on.workspaces.target(info);
    expect(on.bench.gateways.latest().options.workspace.directory).toMatch(/^\//);
    await until(on.connected(id));
  });

  test('another OpenCode that does not know it is told of it, and comes to the same one', async () => {
    const id = on.nextID();
    await on.bench.make(on.workspaces, id);
    const listed = await on.workspaces.list({ projectID: 'project-1' });
    expect(listed).toMatchObject([{ name: 'box', directory: on.bench.folder }]);
    expect(await on.workspaces.list({ projectID: 'project-2' })).toEqual([]);
    expect(await on.workspaces.list({})).toEqual([]);
    const another = on.bench.open();
    const row = { ...listed[0], id: on.nextID() } as Awaited<ReturnType<typeof on.bench.make>>;
    await another.target(row);
    await until(() => another.status()[0]?.state === 'connected');
    expect(on.bench.gateways.latest().options.workspace.id).toBe(row.id);
    expect(await on.bench.onStub()).toEqual([id]);
    expect(await another.list({ projectID: 'project-1' })).toHaveLength(1);
    await another.remove(row);
    expect([await on.bench.onStub(), await on.bench.bindings()]).toEqual([[], []]);
  });

  test('what a stub knows of the project from another machine is listed once it is connected', async () => {
    const id = on.nextID();
    await on.bench.make(on.workspaces, id);
    const stub = on.bench.gateways.latest().stub;
    const foreign = { type: 'ssh-provider', directory: on.bench.folder, extra: null };
    await stub?.registerWorkspace({ ...foreign, id: 'wrk_far1', name: 'box', projectID: 'project-1' });
    await stub?.registerWorkspace({ ...foreign, id: 'wrk_far2', name: 'elsewhere', projectID: 'project-2' });
    const names = async () => (await on.workspaces.list({ projectID: 'project-1' })).map(({ name }) => name);
    expect(await names()).toEqual(['box', 'box (far1)']);
    expect(await names()).toEqual(['box', 'box (far1)']);
    await on.workspaces.close();
    on.workspaces = on.bench.open();
    expect(await names()).toEqual(['box']);
    await stub?.close();
    const host = await on.bench.real.open();
    for (const far of ['wrk_far1', 'wrk_far2']) await host.stub.removeWorkspace(far);
    await host.close();
  });

  test('a lease that somebody takes ends the work, tells the person, and is not taken back', async () => {
    on.bench.settings = { leaseMode: 'exclusive' };
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    await on.bench.leaseAsOther({ steal: true });
    const gateway = on.bench.gateways.latest();
    await gateway.stub?.workspaces();
    await until(() => on.workspaces.status()[0]?.state === 'lost');
    expect(gateway.told).toEqual([
      'attach',
      expect.stringMatching(/^away: .*taken over by workspace other/),
      'tui.toast.show error',
      'workspace.status error',
    ]);
    expect(on.bench.notes).toMatchObject([{ level: 'error', workspaceID: id }]);
    await on.workspaces.target(info);
    expect(gateway.told).toHaveLength(4);
    await on.bench.releaseOther();
    await on.workspaces.reconnect(id);
    expect(on.workspaces.status()).toMatchObject([{ state: 'connected', lease: { state: 'held' } }]);
  });
});
