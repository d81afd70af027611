import type { LeaseError } from './errors.js';
import { holdLease } from './hold-lease.js';
import type { StubLease, StubLeaseRequest } from './lease-server.js';
import { MemoryLeaseServer } from './testing/memory-lease-server.js';
import { SimulatedTime } from './testing/simulated-clock.js';

const request: StubLeaseRequest = {
  ...{ id: 'lse_mine', mode: 'exclusive', ttlMs: 60_000 },
  holder: { workspace: 'wrk_1', user: 'ann', machine: 'desk', machineID: 'm1', pid: 7 },
};

/** A lease on a server whose answers are `told` from the time `from` on; `calls` are those that it got. */
function hold(told: Partial<StubLease>, from: number) {
  const time = new SimulatedTime();
  const memory = new MemoryLeaseServer(() => time.now);
  const [calls, lost]: [number[], LeaseError[]] = [[], []];
  const lie = (lease: StubLease): StubLease => {
    calls.push(time.now);
    return time.now < from ? lease : { ...lease, ...told };
  };
  const holding = holdLease({
    ...{ request, host: 'box', clock: time.clock(), onLost: (error) => lost.push(error) },
    server: {
      acquire: async (each) => ({ lease: lie((await memory.acquire(each)).lease), stolen: [] }),
      renew: async (id) => lie(await memory.renew(id)),
      release: (id) => memory.release(id),
      list: () => memory.list(),
    },
  });
  return { time, calls, lost, holding };
}

const lies: [string, Partial<StubLease>][] = [
  ...[1e300, Infinity, 600_001, 4999, 0.5, 0, -0, -1, -1e300, Number.NaN].map(
    (ttlMs): [string, Partial<StubLease>] => [`for ${ttlMs} ms`, { ttlMs }],
  ),
  ['of another id', { id: 'lse_other\r\nx-a: b' }],
];

test.each(lies)('a lease %s is not taken', async (_name, told) => {
  const { holding, calls } = hold(told, 0);
  await expect(holding).rejects.toMatchObject({ code: 'refused', host: 'box' });
  await expect(holding).rejects.toThrow(/^The stub on box answered with a lease [^\r\n]*\.$/);
  expect(calls).toHaveLength(1);
});

test.each(lies)(
  'a renewal %s renews nothing: it is tried again by and by, and then the lease is lost',
  async (_name, told) => {
    const { holding, calls, lost, time } = hold(told, 20_000);
    const held = await holding;
    await time.run(600_000);
    expect(held.state).toEqual({ name: 'lost', loss: { reason: 'expired' } });
    expect(lost).toHaveLength(1);
    expect(calls.length).toBeLessThan(20);
  },
);

test.each([1e300, -1e300, 2 ** 64, 0.5, Number.NaN])(
  'a number of %d or a time of it has no effect',
  async (number) => {
    const { holding, time } = hold({ fence: number, acquiredAt: number, expiresAt: number }, 0);
    const held = await holding;
    await time.run(30_000);
    expect(held.state).toEqual({ name: 'held', until: 20_000 + 54_000 });
  },
);
