import { rm, stat } from 'node:fs/promises';
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
});
