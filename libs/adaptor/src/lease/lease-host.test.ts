import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type LeaseError, localLeases, machineID, type StubLeaseRequest } from '@orssh/lease';
import { MemoryLeaseServer } from '@orssh/lease/testing';

import { type LeasableHost, leaseHost, type LeaseHostOptions } from './lease-host.js';

let state: string;
let env: NodeJS.ProcessEnv;
let server: MemoryLeaseServer;
let seen: string[];
let options: LeaseHostOptions;

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'orssh-lease-host-'));
  env = { XDG_STATE_HOME: state };
  server = new MemoryLeaseServer();
  seen = [];
  options = { target: 'box', key: 'u@box:22', mode: 'exclusive', workspace: 'wrk_1', env };
});

afterEach(() => rm(state, { recursive: true, force: true }));

function fakeHost(acquire = (request: StubLeaseRequest) => server.acquire(request)): LeasableHost {
  return {
    stub: {
      acquireLease: async (request) => ({
        ...(await acquire({ ...request, ttlMs: request.ttlMs ?? 60_000 })),
        stopping: 0,
      }),
      renewLease: (id) => server.renew(id),
      releaseLease: (id) => server.release(id),
      leases: () => server.list(),
      useLease: (id) => seen.push(id === undefined ? 'no header' : 'header'),
      // eslint-disable-next-line @typescript-eslint/require-await
      events: async function* () {
        seen.push('listens');
        yield { data: { payload: { type: 'server.connected', properties: {} } } };
      },
    },
    close() {
      seen.push('closed');
      return Promise.resolve();
    },
  };
}

function open(host = fakeHost()): () => Promise<LeasableHost> {
  return () => {
    seen.push('opened');
    return Promise.resolve(host);
  };
}

const locals = async () => (await localLeases({ env }).list()).leases;
const other = { workspace: 'wrk_2', user: 'bob', machine: 'laptop', machineID: 'mch_b', pid: 8 };

test('both leases are taken, and given back in reverse', async () => {
  const leased = await leaseHost(open(), options);
  const [lease] = server.inForce();
  expect(lease).toMatchObject({
    mode: 'exclusive',
    ttlMs: 60_000,
    holder: { workspace: 'wrk_1', pid: process.pid },
  });
  expect(lease?.holder.machineID).toBe(machineID({ env }));
  expect(await locals()).toMatchObject([{ host: 'u@box:22', stubLease: lease?.id }]);
  await leased.release();
  await leased.release();
  expect(server.inForce()).toEqual([]);
  expect(await locals()).toEqual([]);
  expect(seen).toEqual(['opened', 'listens', 'header', 'no header', 'no header']);
});

test('a host that another process of this machine has is refused before anything is opened', async () => {
  const first = await leaseHost(fakeHost(), options);
  await expect(leaseHost(open(), { ...options, workspace: 'wrk_2' })).rejects.toMatchObject({
    code: 'held',
    host: 'box',
    remedy: expect.stringContaining('orssh leases release box') as string,
  });
  expect(seen).not.toContain('opened');
  await first.release();
});

test('a host that another machine has is refused, and nothing is left', async () => {
  server.grant({ id: 'lse_b', mode: 'exclusive', holder: other, ttlMs: 60_000 });
  await expect(leaseHost(open(), options)).rejects.toMatchObject({
    code: 'held',
    message: expect.stringContaining('bob@laptop') as string,
    remedy: expect.stringContaining('--steal') as string,
    holders: [{ user: 'bob', machine: 'laptop', workspace: 'wrk_2' }],
  });
  expect(seen).toEqual(['opened', 'closed']);
  expect(await locals()).toEqual([]);
});

test('a host that was given open stays open when it is refused', async () => {
  server.grant({ id: 'lse_b', mode: 'exclusive', holder: other, ttlMs: 60_000 });
  await expect(leaseHost(fakeHost(), options)).rejects.toMatchObject({ code: 'held' });
  expect(seen).toEqual([]);
});

test('a host that cannot be opened leaves nothing', async () => {
  const failing = () => Promise.reject(new Error('no route'));
  await expect(leaseHost(failing, options)).rejects.toThrow('no route');
  expect(await locals()).toEqual([]);
  expect(
    (await localLeases({ env }).acquire({ ...options, host: options.key, mode: 'shared' })).orphans,
  ).toEqual([]);
});

test('what the stub may have granted unheard is replaced by the next lease of this machine', async () => {
  const deaf = fakeHost(async (request) => {
    await server.acquire(request);
    throw new Error('the cable was cut');
  });
  deaf.stub.releaseLease = () => Promise.reject(new Error('the cable was cut'));
  await expect(leaseHost(deaf, options)).rejects.toThrow('cut');
  expect(server.inForce()).toHaveLength(1);
  const leased = await leaseHost(fakeHost(), options);
  expect(server.inForce()).toMatchObject([{ id: leased.held?.id }]);
  await leased.release();
});

test('stealing takes it from this machine and from another, and tells who had it', async () => {
  const lost: LeaseError[] = [];
  const first = await leaseHost(fakeHost(), {
    ...options,
    mode: 'shared',
    onLost: (error) => lost.push(error),
  });
  server.grant({ id: 'lse_b', mode: 'shared', holder: other, ttlMs: 60_000 });
  const thief = await leaseHost(fakeHost(), { ...options, workspace: 'wrk_2', steal: true });
  expect(thief.local?.stolen).toMatchObject([{ workspace: 'wrk_1' }]);
  expect(thief.held?.stolen).toMatchObject([{ id: 'lse_b' }]);
  expect(await first.held?.check()).toMatchObject({ name: 'lost', loss: { reason: 'stolen' } });
  expect(lost).toHaveLength(1);
  await first.release();
  expect(await locals()).toMatchObject([{ workspace: 'wrk_2' }]);
  await thief.release();
});

test('shared leases go together', async () => {
  const both = await Promise.all(
    ['wrk_1', 'wrk_2'].map((workspace) => leaseHost(fakeHost(), { ...options, workspace, mode: 'shared' })),
  );
  expect(server.inForce()).toHaveLength(2);
  for (const each of both) await each.release();
});

test('without a lease nothing is asked and nothing written', async () => {
  const first = await leaseHost(fakeHost(), options);
  const none = await leaseHost(open(), { ...options, mode: 'none' });
  await none.release();
  expect([none.mode, none.local, none.held]).toEqual(['none', undefined, undefined]);
  expect(server.inForce()).toHaveLength(1);
  await first.release();
});
