import * as fc from 'fast-check';

import { conflict } from './lease.js';
import { holdLease } from './hold-lease.js';
import type { Fate } from './testing/lossy-network.js';
import { SimulatedWorld, type Step, ttlMs } from './testing/simulated-world.js';

const acts = ['release', 'crash', 'reattach', 'touch', 'cut', 'cut'] as const;
const machine = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: acquires(fc.constant(false)) },
  { weight: 1, arbitrary: acquires(fc.boolean()) },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom(...acts),
      machine,
    }),
  },
  { weight: 2, arbitrary: fc.constant({ what: 'restart' as const }) },
);
const honestStep = step.filter((each) => each.what !== 'acquire' || !each.steal);

function acquires(steal: fc.Arbitrary<boolean>): fc.Arbitrary<Step> {
  const mode = fc.constantFrom('exclusive' as const, 'exclusive' as const, 'shared' as const);
  return fc.record({ what: fc.constant('acquire' as const), machine, mode, steal });
}

const delay = fc.oneof(
  { weight: 5, arbitrary: fc.nat({ max: 300 }) },
  { weight: 2, arbitrary: fc.nat({ max: ttlMs / 2 }) },
  { weight: 1, arbitrary: fc.nat({ max: 2 * ttlMs }) },
);
const rarely = fc.nat({ max: 7 }).map((n) => n === 7);
const fate: fc.Arbitrary<Fate> = fc.record(
  { lost: rarely, answerLost: rarely, delay, answerDelay: delay, again: fc.nat({ max: 2 * ttlMs }) },
  { requiredKeys: ['lost', 'answerLost', 'delay', 'answerDelay'] },
);
const rates = fc.array(
  fc.integer({ min: 950, max: 1050 }).map((n) => n / 1000),
  { minLength: 4, maxLength: 4 },
);
const wait = fc.oneof(fc.nat({ max: 500 }), fc.nat({ max: 2 * ttlMs }));
const scriptOf = (steps: fc.Arbitrary<Step>) =>
  fc.array(fc.tuple(wait, steps), { minLength: 5, maxLength: 40 });
const perfect: Fate = { lost: false, answerLost: false, delay: 10, answerDelay: 10 };

/** Beliefs end between messages, too. */
const lookMs = 250;

interface Story {
  rates: readonly number[];
  fates: Iterator<Fate>;
  script: (readonly [number, Step])[];
}

/** Plays a story, with `check` after everything that happens. */
async function play({ rates, fates, script }: Story, check: (world: SimulatedWorld) => void) {
  let calm = false;
  const world = new SimulatedWorld({
    rates,
    nextFate: () => (calm ? perfect : ((fates.next().value as Fate | undefined) ?? perfect)),
  });
  const now = (): void => {
    check(world);
  };
  for (const [ms, each] of script) {
    for (let left = ms; left > 0; left -= lookMs) {
      await world.time.run(world.time.now + Math.min(left, lookMs), now);
      now();
    }
    world.step(each);
    now();
  }
  calm = true;
  return world;
}

const story = (steps: fc.Arbitrary<Step>): fc.Arbitrary<Story> =>
  fc.record({ rates, fates: fc.infiniteStream(fate), script: scriptOf(steps) });

function believersThatConflict(world: SimulatedWorld): string[][] {
  const all = world.believers();
  return all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other) => (conflict(one.mode, other.mode) ? [[one.id, other.id]] : [])),
  );
}

test('without a steal, never two believe that they have what only one can; who believes, has it', async () => {
  let believed = 0;
  await fc.assert(
    fc.asyncProperty(story(honestStep), async (each) => {
      await play(each, (world) => {
        expect(believersThatConflict(world)).toEqual([]);
        const inForce = world.server.inForce().map(({ id }) => id);
        for (const { id } of world.believers()) {
          believed += 1;
          expect(inForce).toContain(id);
        }
      });
    }),
    { numRuns: 300 },
  );
  expect(believed).toBeGreaterThan(1000);
}, 120_000);

test('who was stolen from is refused from that moment, and stops believing within the time of the lease', async () => {
  let robbed = 0;
  await fc.assert(
    fc.asyncProperty(story(step), async (each) => {
      const fences = new Map<string, number>();
      await play(each, (world) => {
        for (const { id, fence } of world.server.inForce()) {
          if (!fences.has(id)) expect(fence).toBeGreaterThan(Math.max(0, ...fences.values()));
          fences.set(id, fence);
        }
        for (const { id } of world.believers()) {
          const stolenAt = world.stolenAt.get(id);
          if (stolenAt === undefined) {
            expect(world.server.inForce().map((lease) => lease.id)).toContain(id);
            continue;
          }
          robbed += 1;
          expect(world.refuted).not.toContain(id);
          expect(() => world.server.work(id)).toThrow(/was taken over/);
          expect(world.time.now - stolenAt).toBeLessThan(ttlMs);
        }
        for (const [one = '', other = ''] of believersThatConflict(world))
          expect(world.stolenAt.has(one) || world.stolenAt.has(other)).toBe(true);
      });
    }),
    { numRuns: 300 },
  );
  expect(robbed).toBeGreaterThan(10);
}, 120_000);

test('when all has calmed down, the next one gets a lease', async () => {
  await fc.assert(
    fc.asyncProperty(story(step), async (each) => {
      const world = await play(each, () => undefined);
      for (const machine of [0, 1, 2]) world.step({ what: 'crash', machine });
      // The last message arrives, and the lease that it was for ends.
      await world.time.run(world.time.now + 8 * ttlMs);
      let name = 'nothing';
      void holdLease({
        server: world.server,
        request: {
          id: 'lse_last',
          mode: 'exclusive',
          holder: { workspace: 'w', user: 'u', machine: 'new', machineID: 'new', pid: 9 },
          ttlMs,
        },
        host: 'box',
        clock: world.time.clock(),
      }).then((held) => {
        name = held.state.name;
      });
      await world.time.run(world.time.now + ttlMs);
      expect(name).toBe('held');
    }),
    { numRuns: 200 },
  );
}, 120_000);
