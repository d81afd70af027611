import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { until } from '@orssh/tunnel/testing';

import { describeWorkspaces } from './testing/describe-workspaces.js';

describeWorkspaces('workspaces on a real host', (on) => {
  test('one is made, found, and removed without a trace', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    expect(info).toMatchObject({ id, type: 'ssh-provider', name: 'box', directory: on.bench.folder });
    const { url } = await on.workspaces.target(info);
    expect(url).toBe(on.bench.gateways.latest().url);
    expect(on.bench.gateways.latest().options.workspace).toEqual({
      ...{ id, projectID: 'project-1', directory: on.bench.folder },
    });
    expect(on.workspaces.status()).toMatchObject([
      { id, state: 'connected', host: 'box', lease: { mode: 'shared', state: 'held' } },
    ]);
    expect(await on.bench.onStub()).toEqual([id]);
    const [binding] = await on.bench.bindings();
    expect(binding).toMatchObject({ id, state: 'ready', port: on.bench.gateways.latest().port });
    const file = join(
      on.bench.env['XDG_STATE_HOME'] ?? '',
      'opencode-remote-ssh',
      'workspaces',
      `${id}.json`,
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await on.workspaces.remove(info);
    await on.workspaces.remove(info);
    expect(on.bench.gateways.latest().told).toEqual(['attach', 'close']);
    expect([await on.bench.onStub(), await on.bench.bindings()]).toEqual([[], []]);
    expect(await on.bench.leases()).toEqual({ here: 0, there: 0 });
    expect(on.bench.notes).toEqual([]);
  });

  test.each(['shared', 'exclusive'] as const)(
    'a host that is leased (%s) can be borrowed for a command, also while it comes back',
    async (leaseMode) => {
      on.bench.settings = { leaseMode };
      expect(await on.workspaces.borrow({ target: 'box' })).toBeUndefined();
      const info = await on.bench.make(on.workspaces, on.nextID());
      const logins = () => on.bench.real.sshd.log().split('Accepted publickey').length;
      const before = logins();
      const stub = await on.workspaces.borrow({ target: 'box' });
      const command = await stub?.exec({ command: 'exit 3' });
      expect((await command?.exit)?.exitCode).toBe(3);
      expect(logins()).toBe(before);
      expect(await on.workspaces.borrow({ target: 'other' })).toBeUndefined();
      await on.bench.real.sshd.killConnections();
      await until(() => on.workspaces.status().every(({ state }) => state !== 'connected'));
      const later = await on.workspaces.borrow({ target: 'box' });
      expect(later !== undefined).toBe(leaseMode === 'exclusive');
      await on.workspaces.remove(info);
      expect(await on.workspaces.borrow({ target: 'box' })).toBeUndefined();
    },
  );

  test('a line that is dead is found out when a request waits, not by its silence', async () => {
    on.workspaces = on.bench.open({ timeouts: { answer: 200 } });
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    const gateway = on.bench.gateways.latest();
    const thaw = await on.bench.real.sshd.freezeConnections();
    gateway.options.onWaiting?.();
    await until(() => gateway.told.length > 1);
    expect(gateway.told[1]).toMatch(/^away: The stub on box is not there any more: nothing came from it/);
    await until(on.connected(id));
    thaw();
    await on.workspaces.remove(info);
  });

  test('leases can be given back for a while, and the workspace goes on', async () => {
    const id = on.nextID();
    await on.bench.make(on.workspaces, id);
    await on.workspaces.rest();
    expect(await on.bench.leases()).toEqual({ here: 0, there: 0 });
    expect(on.connected(id)()).toBe(true);
    expect(await on.bench.gateways.latest().stub?.workspaces()).toMatchObject([{ id }]);
    await Promise.all([on.workspaces.resume(), on.workspaces.resume()]);
    expect(await on.bench.leases()).toEqual({ here: 1, there: 1 });
    expect(on.bench.gateways.latest().told).toEqual(['attach']);
    expect(on.bench.notes).toEqual([]);
  });

  test('OpenCode restarts: the URL is there at once and the same, and the host follows without an upload', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    const { url } = await on.workspaces.target(info);
    await on.workspaces.close();
    expect(await on.bench.leases()).toEqual({ here: 0, there: 0 });
    on.workspaces = on.bench.open();
    const before = on.bench.gateways.started.length;
    const targets = await Promise.all([1, 2, 3].map(() => on.workspaces.target(info)));
    expect(targets.map((each) => each.url)).toEqual([url, url, url]);
    expect(on.bench.gateways.started).toHaveLength(before + 1);
    await until(on.connected(id));
    expect(on.bench.gateways.latest().told).toEqual(['attach']);
    expect(await on.bench.gateways.latest().stub?.workspaces()).toMatchObject([{ id }]);
  });

  test('a connection that is lost comes back with the same lease, and a blip is told to nobody', async () => {
    const id = on.nextID();
    await on.bench.make(on.workspaces, id);
    const gateway = on.bench.gateways.latest();
    const [before] = await on.bench.leasesThere();
    await on.bench.real.sshd.killConnections();
    await until(() => gateway.told.filter((line) => line === 'attach').length === 2);
    expect(gateway.told[1]).toMatch(/^away: The connection to box was lost/);
    expect(await on.bench.leasesThere()).toEqual([
      expect.objectContaining({ id: before?.id, fence: before?.fence }),
    ]);
    expect(on.bench.notes).toEqual([]);
    expect(gateway.told.filter((line) => line.startsWith('workspace.status'))).toEqual([]);
  });

  test('a stub that a command killed is started again, and knows the workspace and its lease', async () => {
    const id = on.nextID();
    await on.bench.make(on.workspaces, id);
    const gateway = on.bench.gateways.latest();
    const before = on.workspaces.status()[0]?.stub?.pid ?? 0;
    // A signal reaches the one thread that starts its commands. It may not answer any more.
    const command = `for t in /proc/${String(before)}/task/*; do kill -9 "\${t##*/}"; done`;
    await gateway.stub?.exec({ command }).catch(() => undefined);
    await until(() => gateway.told.filter((line) => line === 'attach').length === 2);
    expect(on.workspaces.status()).toMatchObject([{ state: 'connected', lease: { state: 'held' } }]);
    expect(on.workspaces.status()[0]?.stub?.pid).not.toBe(before);
    expect(await gateway.stub?.workspaces()).toMatchObject([{ id }]);
  });

  test('ten of one host share a connection, each under its own name and lease', async () => {
    const ids = Array.from({ length: 10 }, () => on.nextID());
    const infos = await Promise.all(ids.map((id) => on.bench.make(on.workspaces, id)));
    expect(new Set(infos.map(({ name }) => name)).size).toBe(10);
    expect(infos.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['box', `box:${on.bench.folder}`, `box:${on.bench.folder} (2)`]),
    );
    expect(on.workspaces.status().map(({ state }) => state)).toEqual(Array<string>(10).fill('connected'));
    expect((await on.bench.onStub()).sort()).toEqual([...ids].sort());
    expect(await on.bench.leases()).toEqual({ here: 10, there: 10 });
    await on.bench.real.sshd.killConnections();
    const attached = () =>
      on.bench.gateways.started
        .slice(-10)
        .every(({ told }) => told.filter((line) => line === 'attach').length === 2);
    await until(attached);
    await Promise.all(infos.map((info) => on.workspaces.remove(info)));
    expect([await on.bench.onStub(), await on.bench.bindings(), await on.bench.leases()]).toEqual([
      [],
      [],
      { here: 0, there: 0 },
    ]);
  });

  test('folders that extra allows are approved from the beginning, and gone with the workspace', async () => {
    const id = on.nextID();
    const permission = { allow: ['/usr/lib/*', '/opt'] };
    const info = await on.bench.make(on.workspaces, id, {
      host: 'box',
      directory: on.bench.folder,
      permission,
    });
    const { stub } = on.bench.gateways.latest();
    const approved = async () => (await stub?.approvals({ workspaceID: id }))?.map(({ path }) => path);
    expect((await approved())?.sort()).toEqual(['/opt', '/usr/lib']);
    await stub?.revokeApproval({ workspaceID: id, pattern: '/opt/*' });
    await on.bench.real.sshd.killConnections();
    await until(() => on.bench.gateways.latest().told.filter((line) => line === 'attach').length === 2);
    const again = on.bench.gateways.latest().stub;
    expect((await again?.approvals({ workspaceID: id }))?.map(({ path }) => path)).toEqual(['/usr/lib']);
    await until(() => on.workspaces.status()[0]?.stub?.enforcement !== undefined);
    await on.workspaces.remove(info);
    const host = await on.bench.real.open();
    expect(await host.stub.approvals()).toEqual([]);
    await host.close();
  });

  test('a host that is away at a restart is waited for, with the reason at hand', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    await on.workspaces.close();
    await on.bench.hideHost(true);
    on.workspaces = on.bench.open();
    await on.workspaces.target(info);
    const gateway = on.bench.gateways.latest();
    await until(() => gateway.told.some((line) => line.startsWith('away: Cannot connect to box')));
    expect(on.workspaces.status()).toMatchObject([
      { id, state: 'reconnecting', reason: expect.stringContaining('nothing listens') as string },
    ]);
    await on.bench.hideHost(false);
    await until(() => gateway.told.at(-1) === 'attach');
  });

  test('a lease that runs out while the host is away is asked for again, and is somebody else’s if it was taken', async () => {
    on.bench.settings = { leaseMode: 'exclusive', leaseTtlMs: 5000 };
    const id = on.nextID();
    await on.bench.make(on.workspaces, id);
    const state = () => on.workspaces.status()[0];
    for (const taken of [false, true]) {
      const [before] = await on.bench.leasesThere();
      await on.bench.hideHost(true);
      await on.bench.real.sshd.killConnections();
      await until(() => state()?.lease?.state === 'lost');
      expect(state()?.state).toBe('reconnecting');
      await on.bench.hideHost(false);
      if (taken) {
        await on.bench.leaseAsOther({ steal: true });
        await until(() => state()?.state === 'lost');
        expect(on.bench.notes.at(-1)).toMatchObject({
          level: 'error',
          message: expect.stringContaining('orssh leases steal box') as string,
        });
      } else {
        await until(() => state()?.state === 'connected');
        expect((await on.bench.leasesThere()).map((lease) => lease.id)).not.toContain(before?.id);
        expect(state()?.lease?.state).toBe('held');
      }
    }
    await on.bench.releaseOther();
  }, 60_000);
});
