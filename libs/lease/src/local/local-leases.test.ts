import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { LeaseError } from '../errors.js';
import { tempDir } from '../testing/temp-dir.js';
import { leaseFilePath } from './lease-file.js';
import { type LocalLeaseRequest, type LocalLeases, localLeases } from './local-leases.js';
import { machineDirectory } from './machine-directory.js';
import type { ProcessFate, ProcessIdentity, Processes } from './process-identity.js';

const box: LocalLeaseRequest = { host: 'user@box:22', target: 'box', mode: 'exclusive', workspace: 'wrk_1' };

/** Processes of which only these fates are known; whoever else was written down is alive. */
class FakeProcesses implements Processes {
  pid = 100;
  readonly fates = new Map<number, ProcessFate>();
  self = (): ProcessIdentity => ({ pid: this.pid, startTime: '1', bootID: 'b' });
  fate = ({ pid }: ProcessIdentity): ProcessFate => this.fates.get(pid) ?? 'alive';
}

let directory: string;
let processes: FakeProcesses;
let notices: string[];
let leases: LocalLeases;

beforeEach(async () => {
  directory = await tempDir();
  processes = new FakeProcesses();
  notices = [];
  leases = localLeases({ directory, processes, onNotice: (message) => notices.push(message) });
});

const file = (): string => leaseFilePath(machineDirectory({ directory }), box.host);
const refusal = async (promise: Promise<unknown>): Promise<LeaseError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LeaseError) return error;
  throw new Error('a LeaseError was expected', { cause: error });
};

test('an exclusive lease keeps everybody else out, and the refusal says who has it and what to do', async () => {
  await leases.acquire(box);
  processes.pid = 200;
  for (const mode of ['exclusive', 'shared'] as const) {
    const error = await refusal(leases.acquire({ ...box, mode, workspace: 'wrk_2' }));
    expect(error).toMatchObject({ code: 'held', host: 'box', holders: [{ workspace: 'wrk_1', pid: 100 }] });
    expect(error.message).toMatch(
      /^box is in use on this machine: workspace wrk_1 \(exclusive; pid 100, since 20.+Z\)\.$/,
    );
    expect(error.remedy).toContain('orssh leases release box');
  }
});

test('shared leases go together, and keep an exclusive one out', async () => {
  const first = await leases.acquire({ ...box, mode: 'shared' });
  const second = await leases.acquire({ ...box, mode: 'shared', workspace: 'wrk_2' });
  expect((await refusal(leases.acquire(box))).holders).toHaveLength(2);
  await first.release();
  expect((await refusal(leases.acquire(box))).holders).toHaveLength(1);
  await second.release();
  await leases.acquire(box);
});

test('other hosts are other leases', async () => {
  await leases.acquire(box);
  await leases.acquire({ ...box, host: 'user@box:2222' });
  expect((await leases.list()).leases.map(({ host }) => host).sort()).toEqual([
    'user@box:22',
    'user@box:2222',
  ]);
});

test('the same process is refused as another one is', async () => {
  processes.pid = process.pid;
  await leases.acquire(box);
  expect((await refusal(leases.acquire(box))).message).toContain('this very process');
});

test.each(['gone', 'reused', 'previous_boot'] as const)(
  'a holder that is %s is in nobody’s way',
  async (fate) => {
    await leases.acquire({ ...box, stubLease: 'lse_dead' });
    processes.fates.set(100, fate);
    processes.pid = 200;
    const next = await leases.acquire(box);
    expect(next.dropped).toMatchObject([{ pid: 100, stubLease: 'lse_dead' }]);
    expect(next.orphans).toEqual(['lse_dead']);
  },
);

test('a holder that cannot be seen from here is taken as alive', async () => {
  await leases.acquire(box);
  processes.fates.set(100, 'unknown');
  expect((await refusal(leases.acquire(box))).code).toBe('held');
});

test('the age of a lease says nothing', async () => {
  await leases.acquire(box);
  const old = readFileSync(file(), 'utf8').replace(/"since": \d+/, '"since": 1000');
  writeFileSync(file(), old);
  expect((await refusal(leases.acquire(box))).holders).toMatchObject([{ since: 1000 }]);
});

test('a list drops the dead and says so; their stub leases wait for the next lease, until that has replaced them', async () => {
  await leases.acquire({ ...box, stubLease: 'lse_dead' });
  await leases.acquire({ ...box, host: 'other' });
  processes.fates.set(100, 'gone');
  expect((await leases.list()).dropped).toHaveLength(2);
  expect(await leases.list()).toEqual({ leases: [], dropped: [] });
  processes.pid = 200;
  const first = await leases.acquire(box);
  expect(first.orphans).toEqual(['lse_dead']);
  await first.release();
  const second = await leases.acquire(box);
  await second.forgetOrphans(second.orphans);
  await second.release();
  expect((await leases.acquire(box)).orphans).toEqual([]);
});

test('what is released with its stub lease in doubt leaves that to be replaced', async () => {
  const lease = await leases.acquire({ ...box, stubLease: 'lse_doubt' });
  await lease.release({ orphan: true });
  await lease.release({ orphan: true });
  expect((await leases.acquire(box)).orphans).toEqual(['lse_doubt']);
});

test('releasing by force removes everybody’s record, and their own release then changes nothing', async () => {
  const lost = await leases.acquire({ ...box, stubLease: 'lse_forced' });
  expect(lost.isHeld()).toBe(true);
  expect(await leases.forceRelease(box.host)).toMatchObject([{ pid: 100, host: box.host }]);
  expect(lost.isHeld()).toBe(false);
  const next = await leases.acquire(box);
  expect(next.orphans).toEqual(['lse_forced']);
  await lost.release();
  expect(next.isHeld()).toBe(true);
  expect(await leases.forceRelease('never heard of')).toEqual([]);
});

test('stealing takes the place of those that are in the way, and of nobody else', async () => {
  await leases.acquire({ ...box, mode: 'shared', stubLease: 'lse_one' });
  const stolen = await leases.acquire({ ...box, steal: true });
  expect(stolen.stolen).toHaveLength(1);
  expect(stolen.orphans).toEqual(['lse_one']);
  await stolen.release();
  await leases.acquire({ ...box, mode: 'shared' });
  expect((await leases.acquire({ ...box, mode: 'shared', steal: true })).stolen).toEqual([]);
});

test('a lease is in a file that nobody else can read, with the host’s key inside; nothing else stays', async () => {
  await leases.acquire(box);
  expect(statSync(machineDirectory({ directory })).mode & 0o777).toBe(0o700);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8')).toContain('"host": "user@box:22"');
  expect(readdirSync(machineDirectory({ directory }))).toHaveLength(1);
});

test.each(['', '{', 'null', '{"v":2}', '{"v":1,"host":"h","leases":[{}],"orphans":[]}'])(
  'a file with %j in it is set aside, and said',
  async (text) => {
    mkdirSync(machineDirectory({ directory }), { recursive: true });
    writeFileSync(file(), text);
    expect((await leases.list()).leases).toEqual([]);
    await leases.acquire(box);
    expect(notices).toHaveLength(2);
    const aside = readdirSync(machineDirectory({ directory })).filter((name) => name.includes('.damaged-'));
    expect(aside.map((name) => readFileSync(join(machineDirectory({ directory }), name), 'utf8'))).toEqual([
      text,
    ]);
    expect((await leases.list()).leases).toHaveLength(1);
  },
);

test('a folder that cannot be is an error that names it', async () => {
  writeFileSync(join(directory, 'file'), '');
  const nowhere = localLeases({ directory: join(directory, 'file'), processes });
  expect(await refusal(nowhere.acquire(box))).toMatchObject({ code: 'unusable', host: box.host });
  expect(await refusal(nowhere.list())).toMatchObject({ code: 'unusable' });
});

test('machines that share a home have folders of their own', async () => {
  const here = localLeases({ env: { XDG_STATE_HOME: directory }, hostname: 'one', processes });
  const there = localLeases({ env: { XDG_STATE_HOME: directory }, hostname: '../Two', processes });
  await here.acquire(box);
  await there.acquire(box);
  expect(readdirSync(join(directory, 'opencode-remote-ssh', 'leases')).sort()).toEqual(['_two', 'one']);
});

test('many at once: one gets it', async () => {
  const all = await Promise.allSettled(Array.from({ length: 30 }, () => leases.acquire(box)));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
