import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { sshdPath } from '@orssh/tunnel/testing';

import type { LeaseChildOptions } from '../testing/lease-child.js';
import { type RealHost, startRealHost } from '../testing/real-host.js';
import { bundleChild } from '../testing/bundle-child.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;
const ttlMs = 5000;

describeWithSshd('a holder that is killed', () => {
  let real: RealHost;
  let program: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    real = await startRealHost();
    await (await real.open()).close();
    program = await bundleChild('lease-child.ts', real.folder);
  }, 60_000);

  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await real.close();
  });

  /** Starts a process of a machine, and resolves with what it says first. */
  async function start(machine: string): Promise<{ says: string; child: ChildProcess }> {
    const { configFile = '', installRoot = '', stubs } = real.options;
    const options: LeaseChildOptions = {
      ...{ configFile, installRoot, stubs: stubs?.directory ?? '' },
      ...{ state: join(real.folder, machine), workspace: machine, ttlMs },
    };
    const child = spawn(process.execPath, [program, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { says: line.toString().trim(), child };
  }

  async function startWhenFree(machine: string): Promise<{ says: string; child: ChildProcess }> {
    for (;;) {
      const started = await start(machine);
      if (started.says !== 'refused held') return started;
    }
  }

  async function kill({ child }: { child: ChildProcess }): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  test('is followed at once by its own machine, and by another one when the time has passed', async () => {
    const fences: number[] = [];
    for (let round = 0; round < 3; round++) {
      const holder = await start('ann');
      expect(holder.says).toMatch(/^held \d+$/);
      fences.push(Number(holder.says.split(' ')[1]));
      expect((await start('bob')).says).toBe('refused held');
      await kill(holder);
    }
    const next = await startWhenFree('bob');
    expect(next.says).toMatch(/^held \d+$/);
    fences.push(Number(next.says.split(' ')[1]));
    expect(fences).toEqual([...new Set(fences)].toSorted((a, b) => a - b));
    await kill(next);
  }, 120_000);

  test('lets the next one in even when its stub is killed with it', async () => {
    const holder = await startWhenFree('ann');
    expect(holder.says).toMatch(/^held/);
    const host = await real.open();
    real.killStub(host);
    await Promise.all([kill(holder), host.close()]);
    expect((await start('bob')).says).toBe('refused held');
    const next = await start('ann');
    expect(next.says).toMatch(/^held/);
    await kill(next);
  }, 120_000);
});
