import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LeaseError } from '@orssh/lease';
import { sshdPath, until } from '@orssh/tunnel/testing';

import type { RemoteHost } from '../open-host.js';
import { type RealHost, startRealHost } from '../testing/real-host.js';
import { leaseErrorOf } from './lease-error-of.js';
import { type LeasedHost, leaseHost, type LeaseHostOptions } from './lease-host.js';
import { leaseKey } from './lease-key.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('two machines and one host', () => {
  let real: RealHost;
  let folder: string;
  const leased: LeasedHost<RemoteHost>[] = [];
  const lost: string[] = [];

  beforeAll(async () => {
    [real, folder] = await Promise.all([startRealHost(), mkdtemp(join(tmpdir(), 'orssh-lease-host-'))]);
  });

  afterEach(async () => {
    for (const each of leased.splice(0)) {
      await each.release();
      await each.host.close();
    }
    lost.splice(0);
  });

  afterAll(async () => {
    await real.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A machine is a state folder of its own. */
  async function lease(
    machine: string,
    more: Partial<LeaseHostOptions> = {},
  ): Promise<LeasedHost<RemoteHost>> {
    const taken = await leaseHost(real.open, {
      ...{ target: 'box', key: 'box', mode: 'exclusive', workspace: machine },
      env: { XDG_STATE_HOME: join(folder, machine) },
      onLost: (error: LeaseError) => lost.push(`${machine}: ${error.message}`),
      ...more,
    });
    leased.push(taken);
    return taken;
  }

  const works = async ({ host }: LeasedHost<RemoteHost>): Promise<string> => {
    try {
      return `exit ${String((await (await host.stub.exec({ argv: ['true'] })).exit).exitCode)}`;
    } catch (error) {
      return leaseErrorOf('box', error)?.code ?? String(error);
    }
  };

  test('one works, the other is refused; after the first has gone it is the other’s', async () => {
    const first = await lease('ann');
    await expect(lease('bob')).rejects.toMatchObject({ code: 'held', holders: [{ workspace: 'ann' }] });
    expect(await works(first)).toBe('exit 0');
    await first.release();
    expect(await works(await lease('bob'))).toBe('exit 0');
  });

  test('who is stolen from is told at once and refused from then on; its commands go on', async () => {
    const first = await lease('ann');
    const command = await first.host.stub.exec({ argv: ['sleep', '1000'] });
    command.exit.catch(() => undefined);
    const thief = await lease('bob', { steal: true });
    await until(() => lost.length > 0);
    expect(lost).toEqual([
      expect.stringMatching(/^ann: The lease of box was taken over by workspace bob of /),
    ]);
    expect(await works(first)).toBe('lost');
    expect(await works(thief)).toBe('exit 0');
    expect((await first.host.stub.command(command.id)).state).toBe('running');
    await first.host.stub.kill(command.id, { name: 'SIGKILL' });
  });

  test('without events, the next request says it', async () => {
    const first = await lease('ann', { listen: false });
    await lease('bob', { steal: true });
    expect(await works(first)).toBe('lost');
    await until(() => lost.length > 0);
  });

  test('a stub that is killed keeps its leases: the holder goes on by a new connection, the other stays out', async () => {
    const first = await lease('ann');
    const before = first.held?.lease.fence;
    real.killStub(first.host);
    const again = await real.open();
    await first.reattach(again);
    expect(first.held).toMatchObject({ state: { name: 'held' }, lease: { fence: before } });
    const command = await again.stub.exec({ argv: ['true'] });
    expect(await command.exit).toMatchObject({ exitCode: 0 });
    await expect(lease('bob')).rejects.toMatchObject({ code: 'held' });
    await first.release();
    await again.close();
    expect(await works(await lease('bob'))).toBe('exit 0');
  });

  test('a loss while the connection was away is learnt with the next one', async () => {
    const first = await lease('ann');
    await first.host.connection.close();
    await lease('bob', { steal: true });
    const again = await real.open();
    await first.reattach(again);
    expect(first.held?.state).toMatchObject({
      name: 'lost',
      loss: { reason: 'stolen', by: { workspace: 'bob' } },
    });
    await again.close();
  });

  test('work renews, without requests for that alone', async () => {
    const first = await lease('ann', { ttlMs: 30_000 });
    const held = first.held;
    if (held?.state.name !== 'held') throw new Error('it is not held');
    const { until: before } = held.state;
    expect(await works(first)).toBe('exit 0');
    expect(held.state).toMatchObject({ name: 'held' });
    expect(held.state.until).toBeGreaterThan(before);
  });

  test('a host has one key, whatever it is called', async () => {
    const { host } = await lease('ann');
    const { user, port } = host.destination;
    expect(leaseKey(host.destination)).toBe(`${user}@127.0.0.1:${port}`);
    expect(leaseKey({ ...host.destination, proxyJump: [host.destination] })).toContain(' via ');
  });
});
