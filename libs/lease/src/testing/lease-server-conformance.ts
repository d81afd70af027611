import { LeaseError } from '../errors.js';
import { holdLease } from '../hold-lease.js';
import { leaseID } from '../lease-id.js';
import type { LeaseServer, StubHolder, StubLeaseRequest } from '../lease-server.js';

/** A command that runs until it is ended. */
export interface ConformanceWork {
  hasEnded(): Promise<boolean>;
  end(): Promise<void>;
}

/** Something that grants leases, with no lease and no command on it. */
export interface ConformanceSubject {
  server(): LeaseServer;
  /** Begins a command under a lease, or none. Rejects with `LeaseError`. */
  work(lease?: string): Promise<ConformanceWork>;
  /** Kills it at once, and starts it again. */
  restart(): Promise<void>;
}

const ann: StubHolder = { workspace: 'wrk_1', user: 'ann', machine: 'desk', machineID: 'mch_a', pid: 7 };
const bob: StubHolder = { workspace: 'wrk_2', user: 'bob', machine: 'laptop', machineID: 'mch_b', pid: 8 };
const shortest = 5000;

/** Registers the tests that everything passes that grants leases. What a test leaves is ended before the next one. */
export function leaseServerConformance(
  name: string,
  { subject, after }: { subject: () => ConformanceSubject; after: (ms: number) => Promise<void> },
): void {
  const request = (holder: StubHolder, more: Partial<StubLeaseRequest> = {}): StubLeaseRequest => ({
    ...{ id: leaseID(), mode: 'exclusive', holder, ttlMs: 60_000 },
    ...more,
  });
  const server = (): LeaseServer => subject().server();
  const failure = async (promise: Promise<unknown>): Promise<LeaseError> => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof LeaseError) return error;
    throw new Error('a LeaseError was expected', { cause: error });
  };

  describe(`${name} grants leases as its contract says`, () => {
    let works: ConformanceWork[];

    beforeEach(() => {
      works = [];
    });

    afterEach(async () => {
      for (const work of works) await work.end();
      for (const { id } of await server().list()) await server().release(id);
    });

    const work = async (lease?: string): Promise<ConformanceWork> => {
      const begun = await subject().work(lease);
      works.push(begun);
      return begun;
    };

    test('what is granted is listed, and each has a higher fence', async () => {
      const first = await server().acquire(request(ann, { mode: 'shared' }));
      const second = await server().acquire(request(bob, { mode: 'shared' }));
      expect(second.lease.fence).toBeGreaterThan(first.lease.fence);
      expect((await server().list()).map(({ id }) => id)).toEqual([first.lease.id, second.lease.id]);
      expect(first).toMatchObject({ stolen: [], lease: { mode: 'shared', holder: ann, ttlMs: 60_000 } });
    });

    test('the same request again gets the same lease', async () => {
      const asked = request(ann);
      const first = await server().acquire(asked);
      const again = await server().acquire(asked);
      expect(again.lease).toMatchObject({ id: asked.id, fence: first.lease.fence });
      expect(await server().list()).toHaveLength(1);
    });

    test('an exclusive one keeps all others out, who learn whose it is', async () => {
      const { lease } = await server().acquire(request(ann));
      for (const mode of ['exclusive', 'shared'] as const)
        expect(await failure(server().acquire(request(bob, { mode })))).toMatchObject({
          code: 'held',
          holders: [{ lease: lease.id, workspace: 'wrk_1', user: 'ann', machine: 'desk', pid: 7 }],
        });
      await server().release(lease.id);
      await server().acquire(request(bob));
    });

    test('a shared one keeps an exclusive one out', async () => {
      await server().acquire(request(ann, { mode: 'shared' }));
      expect((await failure(server().acquire(request(bob)))).code).toBe('held');
    });

    test('what is released stays so, however often and whatever is asked', async () => {
      const asked = request(ann);
      await server().acquire(asked);
      await server().release(asked.id);
      await server().release(asked.id);
      expect(await failure(server().renew(asked.id))).toMatchObject({
        code: 'lost',
        loss: { reason: 'released' },
      });
      expect((await failure(server().acquire(asked))).code).toBe('lost');
      expect(await server().list()).toEqual([]);
    });

    test('one that was never granted is unknown', async () => {
      expect(await failure(server().renew(leaseID()))).toMatchObject({ loss: { reason: 'unknown' } });
      await server().release(leaseID());
    });

    test('one that was stolen is never in force again, and says by whom', async () => {
      const asked = request(ann);
      const first = await server().acquire(asked);
      const second = await server().acquire(request(bob, { steal: true }));
      expect(second.stolen).toMatchObject([{ id: asked.id }]);
      expect(second.lease.fence).toBeGreaterThan(first.lease.fence);
      const calls = [() => server().renew(asked.id), () => server().acquire(asked), () => work(asked.id)];
      for (const call of calls)
        expect(await failure(call())).toMatchObject({ code: 'lost', loss: { reason: 'stolen', by: bob } });
    });

    test('a dead holder’s is replaced by its own machine, and by no other', async () => {
      const { lease } = await server().acquire(request(ann));
      const replaces = [lease.id];
      expect((await failure(server().acquire(request(bob, { replaces })))).code).toBe('held');
      await server().acquire(request({ ...ann, pid: 70 }, { replaces }));
      expect((await failure(server().renew(lease.id))).code).toBe('lost');
    });

    test('work without a lease is refused while somebody has the host for himself', async () => {
      const { lease } = await server().acquire(request(ann));
      expect(await failure(work())).toMatchObject({ code: 'held', holders: [{ lease: lease.id }] });
      await work(lease.id);
    });

    test('commands of others keep an exclusive lease out, and end with a steal where that is asked for', async () => {
      const { lease } = await server().acquire(request(ann));
      const running = await work(lease.id);
      await server().release(lease.id);
      expect(await failure(server().acquire(request(bob)))).toMatchObject({
        code: 'held',
        commands: 1,
        holders: [],
      });
      const own = await server().acquire(request(ann));
      await server().release(own.lease.id);
      await server().acquire(request(bob, { steal: true, stopCommands: true }));
      const end = performance.now() + 15_000;
      while (!(await running.hasEnded()) && performance.now() < end) await after(50);
      expect(await running.hasEnded()).toBe(true);
    });

    test('a restart forgets nothing: neither who has a lease, nor who lost one, nor the fence', async () => {
      const lost = await server().acquire(request(bob));
      const { lease } = await server().acquire(request(ann, { steal: true }));
      await subject().restart();
      expect(await server().list()).toMatchObject([{ id: lease.id, fence: lease.fence, holder: ann }]);
      expect(await failure(server().renew(lost.lease.id))).toMatchObject({
        loss: { reason: 'stolen', by: ann },
      });
      expect((await failure(server().acquire(request(bob)))).code).toBe('held');
      await server().renew(lease.id);
      await server().release(lease.id);
      expect((await server().acquire(request(bob))).lease.fence).toBeGreaterThan(lease.fence);
    });

    test('one that nobody renews expires; one that is held does not, and a new holder then gets it', async () => {
      const { lease } = await server().acquire(request(ann, { mode: 'shared', ttlMs: shortest }));
      const held = await holdLease({
        server: server(),
        request: request(bob, { mode: 'shared', ttlMs: shortest }),
        host: name,
      });
      const end = performance.now() + 4 * shortest;
      while ((await server().list()).length > 1 && performance.now() < end) await after(200);
      expect(await server().list()).toMatchObject([{ id: held.id }]);
      expect(held.state.name).toBe('held');
      expect(await failure(server().renew(lease.id))).toMatchObject({ loss: { reason: 'expired' } });
      expect(await held.release()).toBe(true);
      await server().acquire(request(ann));
    }, 60_000);
  });
}
