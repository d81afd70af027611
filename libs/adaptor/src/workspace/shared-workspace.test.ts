import { type ChildProcess, spawn } from 'node:child_process';

import { sshdPath, until } from '@orssh/tunnel/testing';

import type { WorkspaceChildOptions } from './testing/workspace-child.js';
import { startWorkspaceBench, type WorkspaceBench } from './testing/workspace-bench.js';
import type { WorkspaceInfo } from './workspaces.js';
import { bundleChild } from '../testing/bundle-child.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('two OpenCode processes with one workspace that has its host for itself', () => {
  let bench: WorkspaceBench;
  let program: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    bench = await startWorkspaceBench();
    bench.settings = { leaseMode: 'exclusive' };
    program = await bundleChild('../workspace/testing/workspace-child.ts', bench.real.folder);
  }, 60_000);

  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await bench.close();
  });

  function start(info: WorkspaceInfo): string[] {
    const options: WorkspaceChildOptions = {
      ...{ info, defaults: bench.defaults(), stubs: bench.real.options.stubs?.directory ?? '' },
      sshConfigFile: bench.real.options.configFile ?? '',
      state: bench.env['XDG_STATE_HOME'] ?? '',
    };
    const child = spawn(process.execPath, [program, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().trim().split('\n')));
    return lines;
  }

  test('both work, and the second one has the lease when the first has ended', async () => {
    const workspaces = bench.open({ startGateway: undefined });
    const info = await bench.make(workspaces, 'wrk_both');
    const port = new URL(workspaces.status()[0]?.url ?? '').port;
    const lines = start(info);
    await until(() => lines.some((line) => line.startsWith('connected joined ')));
    expect(lines.at(-1)).not.toBe(`connected joined ${port}`);
    expect(workspaces.status()).toMatchObject([{ state: 'connected', lease: { state: 'held' } }]);
    expect(await bench.leases()).toEqual({ here: 1, there: 1 });
    await workspaces.close();
    await until(() => lines.at(-1)?.startsWith('connected held ') ?? false);
    expect(await bench.leases()).toEqual({ here: 1, there: 1 });
    const third = bench.open();
    await third.target(info);
    await until(() => third.status()[0]?.lease?.state === 'joined');
    children[0]?.kill('SIGKILL');
    await until(() => {
      const [one] = third.status();
      return one?.state === 'connected' && one.lease?.state === 'held';
    });
  }, 60_000);
});
