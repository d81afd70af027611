import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { until } from '@orssh/tunnel/testing';

import { describeWorkspaces } from './testing/describe-workspaces.js';

describeWorkspaces('workspaces that fail on a real host', (on) => {
  test('a record that cannot be written at the end undoes everything', async () => {
    const directory = join(on.bench.bindingFile('wrk_any'), '..');
    const id = on.nextID();
    const info = await on.workspaces.configure(
      on.bench.info(id, { host: 'box', directory: on.bench.folder }),
    );
    const spoiled = on.bench.open({
      startGateway: async (options) => {
        const gateway = await on.bench.gateways.start(options);
        await rm(directory, { recursive: true });
        await writeFile(directory, 'in the way');
        return gateway;
      },
    });
    await expect(spoiled.create(info)).rejects.toThrow(/^Cannot create the workspace box on box: /);
    await rm(directory);
    expect(on.bench.gateways.latest().told).toEqual(['attach', 'close']);
    expect([await on.bench.onStub(), await on.bench.leases()]).toEqual([[], { here: 0, there: 0 }]);
    await expect(spoiled.target(info)).rejects.toThrow(/There is nothing behind/);
  });

  test('a host that was taken out of the configuration is an error that says so, and nothing is left', async () => {
    const id = on.nextID();
    const info = await on.workspaces.configure(
      on.bench.info(id, { host: 'box', directory: on.bench.folder }),
    );
    const changed = on.bench.open({
      registry: () => Promise.reject(new Error('registry.json cannot be read')),
    });
    await expect(changed.create(info)).rejects.toThrow(
      'Cannot create the workspace box on box: registry.json cannot be read.',
    );
    expect(await on.bench.bindings()).toMatchObject([{ id, state: 'failed' }]);
    expect([await on.bench.onStub(), await on.bench.leases()]).toEqual([[], { here: 0, there: 0 }]);
  });

  test('what was interrupted while it was made is nothing, and removing it clears the host', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    await on.workspaces.close();
    const [binding] = await on.bench.bindings();
    await on.bench.writeBinding(id, JSON.stringify({ ...binding, state: 'creating', at: 0 }));
    on.workspaces = on.bench.open();
    await expect(on.workspaces.target(info)).rejects.toThrow(/was interrupted/);
    expect(await on.workspaces.list({ projectID: 'project-1' })).toEqual([]);
    await on.workspaces.remove(info);
    expect([await on.bench.onStub(), await on.bench.bindings()]).toEqual([[], []]);
  });

  test('damaged records are moved aside and named, and what extra knows is enough', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    await on.workspaces.close();
    await on.bench.writeBinding(id, '{"v":1,"id":"wrk_other"');
    await on.bench.writeBinding('wrk_evil', JSON.stringify({ v: 1, id: '../../etc/passwd' }));
    on.workspaces = on.bench.open();
    expect(await on.workspaces.list({ projectID: 'project-1' })).toEqual([]);
    expect(on.bench.lines.filter((line) => /moved aside, to .*\.damaged-\d+\.$/.test(line))).toHaveLength(2);
    await on.workspaces.target(info);
    await until(on.connected(id));
    expect(await on.bench.bindings()).toMatchObject([{ id, state: 'ready', directory: on.bench.folder }]);
  });

  test('a host that is away while a workspace is removed is cleared when it is reached the next time', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    await on.workspaces.close();
    await on.bench.hideHost(true);
    on.workspaces = on.bench.open();
    await on.workspaces.remove(info);
    expect(on.bench.notes).toMatchObject([
      { level: 'warning', message: expect.stringContaining('orssh uninstall box') as string },
    ]);
    expect(await on.bench.bindings()).toMatchObject([{ id, state: 'removed' }]);
    await expect(on.workspaces.target(info)).rejects.toThrow(/it was removed/);
    await on.bench.hideHost(false);
    const other = on.nextID();
    await on.bench.make(on.workspaces, other);
    await until(() => on.bench.lines.some((line) => line.includes('is gone from box now')));
    expect(await on.bench.onStub()).toEqual([other]);
  });

  test('a state folder that cannot be written fails before anything else is done', async () => {
    const closed = join(on.bench.real.folder, 'closed');
    await mkdir(closed);
    await writeFile(join(closed, 'opencode-remote-ssh'), 'a file');
    const blocked = on.bench.open({ env: { ...on.bench.env, XDG_STATE_HOME: closed } });
    const info = await blocked.configure(
      on.bench.info(on.nextID(), { host: 'box', directory: on.bench.folder }),
    );
    await expect(blocked.create(info)).rejects.toThrow(
      /^Cannot create the workspace box on box: .*(ENOTDIR|EEXIST)/,
    );
    expect(await on.bench.onStub()).toEqual([]);
    await chmod(closed, 0o700);
  });

  test('closing while one is made leaves nothing of it', async () => {
    const id = on.nextID();
    const info = await on.workspaces.configure(
      on.bench.info(id, { host: 'box', directory: on.bench.folder }),
    );
    const making = on.workspaces.create(info);
    const outcome = expect(making).rejects.toThrow(/was closed/);
    await on.workspaces.close();
    await outcome;
    expect([await on.bench.onStub(), await on.bench.leases()]).toEqual([[], { here: 0, there: 0 }]);
    expect(await on.bench.bindings()).toMatchObject([{ id, state: 'failed' }]);
  });

  test('closing while one comes to its host gives its gateway nothing any more', async () => {
    const id = on.nextID();
    const info = await on.bench.make(on.workspaces, id);
    await on.workspaces.close();
    for (let ms = 60; ms < 300; ms += 30) {
      const again = on.bench.open();
      await again.target(info);
      await delay(ms);
      await again.close();
      await delay(100);
      expect(on.bench.gateways.latest().told.at(-1)).toBe('close');
    }
  });

  test('closing while another one is made on a host that is connected leaves nothing of it', async () => {
    const first = on.nextID();
    await on.bench.make(on.workspaces, first);
    const id = on.nextID();
    const info = await on.workspaces.configure(
      on.bench.info(id, { host: 'box', directory: on.bench.folder }),
    );
    const outcome = expect(on.workspaces.create(info)).rejects.toThrow(/was closed/);
    await on.workspaces.close();
    await outcome;
    expect([await on.bench.onStub(), await on.bench.leases()]).toEqual([[first], { here: 0, there: 0 }]);
  });
});
