import type { LeaseError } from './errors.js';
import { holdLease, type HoldLeaseOptions } from './hold-lease.js';
import type { LeaseServer, StubLeaseRequest } from './lease-server.js';
import { MemoryLeaseServer } from './testing/memory-lease-server.js';
import { SimulatedTime } from './testing/simulated-clock.js';

const request: StubLeaseRequest = {
  id: 'lse_mine',
  mode: 'exclusive',
  holder: { workspace: 'wrk_1', user: 'ann', machine: 'desk', machineID: 'm1', pid: 7 },
  ttlMs: 60_000,
};
const other = { workspace: 'wrk_2', user: 'bob', machine: 'lap\u001b[2Jtop', machineID: 'm2', pid: 8 };
const broken = new Error('the cable was cut');

let time: SimulatedTime;
let memory: MemoryLeaseServer;
let calls: string[];
let lost: LeaseError[];

beforeEach(() => {
  time = new SimulatedTime();
  memory = new MemoryLeaseServer(() => time.now);
  calls = [];
  lost = [];
});

/** The server, with a note of each call, and answers that do not come back. */
function server(answers: () => boolean = () => true): LeaseServer {
  const via = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    calls.push(`${name} ${time.now / 1000}`);
    const result = await call();
    if (!answers()) throw broken;
    return result;
  };
  return {
    acquire: (each) => via('acquire', () => memory.acquire(each)),
    renew: (id) => via('renew', () => memory.renew(id)),
    release: (id) => via('release', () => memory.release(id)),
    list: () => memory.list(),
  };
}

function hold(options: Partial<HoldLeaseOptions> = {}) {
  return holdLease({
    server: server(),
    request,
    host: 'box',
    clock: time.clock(),
    onLost: (error) => lost.push(error),
    ...options,
  });
}

test('a lease is renewed every third of its time, for as long as it is held', async () => {
  const held = await hold();
  await time.run(300_000);
  expect(calls.slice(0, 4)).toEqual(['acquire 0', 'renew 20', 'renew 40', 'renew 60']);
  expect(held.state).toEqual({ name: 'held', until: 300_000 + 54_000 });
  expect(await held.release()).toBe(true);
  expect(held.state).toEqual({ name: 'released' });
  expect(memory.inForce()).toEqual([]);
  await time.run(600_000);
  expect(calls.at(-1)).toBe('release 300');
  expect(lost).toEqual([]);
});

test('other traffic is a renewal, from when it was sent', async () => {
  const held = await hold();
  await time.run(15_000);
  memory.renewNow(held.id);
  held.touched(14_000);
  held.touched(99_000_000);
  expect(held.state).toEqual({ name: 'held', until: 15_000 + 54_000 });
  await time.run(36_000);
  expect(calls.slice(1)).toEqual(['renew 35']);
});

test('an answer that was lost is asked for again, with the same id', async () => {
  let answered = 0;
  const held = await hold({ server: server(() => ++answered > 2) });
  expect(calls).toEqual(['acquire 0', 'acquire 0', 'acquire 0']);
  expect(memory.inForce()).toMatchObject([{ id: 'lse_mine', fence: 1 }]);
  await held.release();
});

test('where no answer comes, what may have been granted is given back', async () => {
  await expect(hold({ server: server(() => false) })).rejects.toBe(broken);
  expect(calls).toEqual(['acquire 0', 'acquire 0', 'acquire 0', 'release 0']);
  expect(memory.inForce()).toEqual([]);
});

test('a server that says nothing is given up', async () => {
  const silent = () => new Promise<never>(() => undefined);
  const failed = hold({ server: { acquire: silent, renew: silent, release: silent, list: silent } });
  const outcome = expect(failed).rejects.toMatchObject({ code: 'unanswered', host: 'box' });
  await time.run(40_000);
  await outcome;
});

test('a caller that no longer wants it leaves nothing', async () => {
  const abort = new AbortController();
  const failed = hold({
    signal: abort.signal,
    server: { ...server(), acquire: () => new Promise(() => undefined) },
  });
  const outcome = expect(failed).rejects.toThrow('no longer');
  memory.grant(request);
  abort.abort(new Error('no longer'));
  await outcome;
  expect(memory.inForce()).toEqual([]);
});

test('who is refused learns who holds it, and how to take it over', async () => {
  memory.grant({ ...request, id: 'lse_other', holder: other });
  const failed = hold();
  await expect(failed).rejects.toMatchObject({
    code: 'held',
    host: 'box',
    holders: [{ lease: 'lse_other', user: 'bob', workspace: 'wrk_2', expiresAt: 60_000 }],
  });
  await expect(failed).rejects.toThrow(
    /workspace wrk_2 \(exclusive; bob@lap\uFFFD\[2Jtop, pid 8, since .+, until .+\)/,
  );
  await expect(failed).rejects.toHaveProperty('remedy', expect.stringContaining('orssh leases steal box'));
  expect(calls).toEqual(['acquire 0']);
});

test('what cannot be renewed is believed until nine tenths of its time, and then lost, once and for good', async () => {
  let answers = true;
  const held = await hold({ server: server(() => answers) });
  await time.run(20_000);
  answers = false;
  await time.run(20_000 + 54_000 - 1);
  expect(held.state.name).toBe('held');
  await time.run(20_000 + 54_000);
  expect(held.state).toEqual({ name: 'lost', loss: { reason: 'expired' } });
  expect(lost).toMatchObject([{ code: 'lost', host: 'box', loss: { reason: 'expired' } }]);
  answers = true;
  await time.run(500_000);
  expect(await held.check()).toMatchObject({ name: 'lost' });
  expect(await held.reattach(server())).toMatchObject({ name: 'lost' });
  expect(lost).toHaveLength(1);
  // Tried to be given back, for the next one.
  expect(calls.at(-1)).toBe('release 74');
});

test('a sleep that was longer than the lease is noticed by whoever looks first', async () => {
  const held = await hold();
  time.now += 55_000;
  expect(held.state).toMatchObject({ name: 'lost', loss: { reason: 'expired' } });
  expect(lost).toHaveLength(1);
});

test('a renewal that others stole before says who, and ends it at once', async () => {
  const held = await hold();
  memory.grant({ ...request, id: 'lse_other', holder: other, steal: true });
  await time.run(20_000);
  expect(held.state).toMatchObject({ name: 'lost', loss: { reason: 'stolen', by: { user: 'bob' } } });
  expect(lost[0]?.message).toBe(
    'The lease of box was taken over by workspace wrk_2 of bob@lap\uFFFD[2Jtop (pid 8).',
  );
  expect(calls).toEqual(['acquire 0', 'renew 20']);
  expect(memory.inForce()).toMatchObject([{ id: 'lse_other' }]);
});

test('an event says it sooner; one of another lease says nothing', async () => {
  const held = await hold();
  held.told({ lease: { id: 'lse_other' }, reason: 'stolen', by: other });
  expect(held.state.name).toBe('held');
  held.told({ lease: { id: held.id }, reason: 'stolen', by: other });
  held.told({ lease: { id: held.id }, reason: 'expired' });
  expect(held.state).toMatchObject({ name: 'lost', loss: { reason: 'stolen' } });
  expect(lost).toHaveLength(1);
  expect(await held.release()).toBe(true);
});

test('an answer that says no more than that it is lost ends it at once; the reason is asked for', async () => {
  const held = await hold();
  memory.grant({ ...request, id: 'lse_other', holder: other, steal: true });
  const known = held.refuted();
  expect(held.state.name).toBe('lost');
  expect(await known).toMatchObject({ loss: { reason: 'stolen', by: { user: 'bob' } } });
  expect(lost).toMatchObject([{ loss: { reason: 'stolen' } }]);
});

test('where even the reason is not answered, the loss is said without', async () => {
  const held = await hold({ server: { ...server(), renew: () => new Promise(() => undefined) } });
  const known = held.refuted();
  await time.run(10_000);
  expect(await known).toEqual({ name: 'lost', loss: { reason: 'unknown' } });
  expect(lost[0]?.message).toBe('The lease of box is not in force on its stub.');
});

test('a new connection renews at once, whatever the old one is still waiting for', async () => {
  let silent = false;
  const first = server();
  const held = await hold({
    server: { ...first, renew: (id) => (silent ? new Promise(() => undefined) : first.renew(id)) },
  });
  silent = true;
  await time.run(25_000);
  expect(await held.reattach(server())).toEqual({ name: 'held', until: 25_000 + 54_000 });
  await time.run(46_000);
  expect(calls.slice(1)).toEqual(['renew 25', 'renew 45']);
});

test('a release that nobody hears ends within seconds, and says so', async () => {
  const held = await hold({ server: { ...server(), release: () => new Promise(() => undefined) } });
  const released = held.release();
  expect(held.state.name).toBe('released');
  await time.run(5000);
  expect(await released).toBe(false);
});

test('a stub that was restarted knows its leases', async () => {
  const held = await hold();
  await time.run(19_000);
  memory.restart();
  await time.run(100_000);
  expect(held.state.name).toBe('held');
});
