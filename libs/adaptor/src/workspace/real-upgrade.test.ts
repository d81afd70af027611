import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { StubBinaries } from '@orssh/bootstrap';
import { sshdPath, until } from '@orssh/tunnel/testing';

import { startWorkspaceBench, type WorkspaceBench } from './testing/workspace-bench.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('a plugin that was upgraded', () => {
  let bench: WorkspaceBench;

  beforeAll(async () => {
    bench = await startWorkspaceBench();
  });

  afterAll(() => bench.close());

  /** The same program with a few bytes behind it: another version, as far as anybody can tell. */
  async function otherStubs(): Promise<StubBinaries> {
    const { stubs } = bench.real.options;
    const own = stubs?.get(process.arch === 'arm64' ? 'arm64' : 'amd64');
    if (!stubs || !own) throw new Error('no stub');
    const bytes = Buffer.concat([await own.read(), Buffer.from('another version')]);
    const binary = {
      arch: own.arch,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      read: () => Promise.resolve(bytes),
      readGzip: () => Promise.resolve(gzipSync(bytes)),
    };
    return { directory: stubs.directory, binaries: [binary], get: () => binary };
  }

  const call = async (url: string, path: string, json: unknown): Promise<{ id?: string }> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(json) });
    return (await answer.json()) as { id?: string };
  };

  test('replaces the stub when nothing runs on the host, and says that it waits until then', async () => {
    const first = bench.open({ startGateway: undefined });
    const info = await bench.make(first, 'wrk_upgraded');
    const host = await bench.real.open();
    const long = await host.stub.exec({ argv: ['sleep', '1000'] });
    long.exit.catch(() => undefined);
    const before = host.running.ready.pid;
    await host.close();
    await first.close();

    const workspaces = bench.open({ startGateway: undefined, stubs: await otherStubs() });
    const { url } = await workspaces.target(info);
    const status = () => workspaces.status()[0];
    await until(() => status()?.state === 'connected');
    expect(status()?.stub).toMatchObject({ pid: before, upgradeWaiting: true });
    expect(bench.notes).toMatchObject([
      { level: 'info', message: expect.stringContaining('A newer stub waits for box') as string },
    ]);

    const session = await call(url, '/session', {});
    const shell = { agent: 'build', model: { providerID: 'p', modelID: 'm' } };
    await call(url, `/session/${session.id ?? ''}/shell`, { ...shell, command: 'true' });
    expect(status()?.stub?.pid).toBe(before);
    process.kill(long.pid, 'SIGKILL');
    await call(url, `/session/${session.id ?? ''}/shell`, { ...shell, command: 'true' });
    await until(() => status()?.state === 'connected' && status()?.stub?.pid !== before);
    expect(status()?.stub?.upgradeWaiting).toBe(false);
    expect(await (await fetch(`${url}/session/${session.id ?? ''}`)).json()).toMatchObject({
      id: session.id,
    });
    await workspaces.remove(info);
  });
});
