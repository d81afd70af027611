import fc from 'fast-check';

import type { Strategy } from '../registry.js';
import { registryOf } from '../testing/registry-of.js';
import { type Usage } from '../usage/usage.js';
import { pickHost } from './pick-host.js';
import type { PickOptions } from './query.js';

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 12 });
const now = 1_000_000_000;

/** Picks `times` in a row, as a store remembers it. */
function pickInTurn(strategy: Strategy, hosts: string[], times: number, options: PickOptions = {}): string[] {
  const registry = registryOf(
    hosts.map((name) => ({ name })),
    strategy,
  );
  let usage: Usage = { hosts: {}, cursors: {} };
  return Array.from({ length: times }, (_, turn) => {
    const { host } = pickHost(registry, { all: true }, { ...options, usage, now: now + turn });
    if (!host) throw new Error('no host');
    usage = { hosts: { ...usage.hosts, [host.id]: { usedAt: now + turn } }, cursors: { p: host.id } };
    return host.name;
  });
}

test.each<Strategy>(['round_robin', 'least_recently_used'])(
  '%s is fair: every host once in each round',
  (strategy) => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 4 }), (hosts, rounds) => {
        const picked = pickInTurn(strategy, hosts, hosts.length * rounds);
        expect(picked).toEqual(Array.from({ length: rounds }, () => hosts).flat());
      }),
    );
  },
);

test('round robin goes on over hosts that are leased, and after the last one was removed', () => {
  const leased: PickOptions['leased'] = ({ name }) => (name === 'b' ? 'it is leased' : undefined);
  expect(pickInTurn('round_robin', ['a', 'b', 'c'], 5, { leased })).toEqual(['a', 'c', 'a', 'c', 'a']);
  const usage = { hosts: {}, cursors: { p: 'p/gone' } };
  const registry = registryOf([{ name: 'a' }, { name: 'b' }], 'round_robin');
  const { target, why } = pickHost(registry, { all: true }, { usage });
  expect(target).toBe('p/a');
  expect(why).toContain('begins the turn');
});

test('first_available takes the first that is free, and a leased one only where all are', () => {
  const registry = registryOf([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  const busy = new Set(['a']);
  const options: PickOptions = {
    now,
    leased: ({ name }) => (busy.has(name) ? `it is leased by bob` : undefined),
    usage: { hosts: { 'p/b': { failedAt: now - 1000, failure: 'no route' } }, cursors: {} },
  };
  expect(pickHost(registry, { all: true }, options)).toMatchObject({
    target: 'p/c',
    strategy: 'first_available',
    why: 'is in the registry and is the only one that is free (first_available)',
    considered: [
      { host: { name: 'c' }, chosen: true },
      {
        host: { name: 'b' },
        chosen: false,
        why: 'is in the registry; goes last: it failed 1 s ago (no route)',
      },
      { host: { name: 'a' }, chosen: false, why: 'is in the registry; goes last: it is leased by bob' },
    ],
  });
  busy.add('c');
  expect(pickHost(registry, { all: true }, options).target).toBe('p/b');
  busy.add('b');
  expect(pickHost(registry, { all: true }, options).target).toBe('p/a');
});

test('least_recently_used says for how long', () => {
  const registry = registryOf([{ name: 'a' }, { name: 'b' }], 'least_recently_used');
  const usage = {
    hosts: { 'p/a': { usedAt: now - 60_000 }, 'p/b': { usedAt: now - 7_200_000 } },
    cursors: {},
  };
  expect(pickHost(registry, { all: true }, { usage, now })).toMatchObject({
    target: 'p/b',
    why: 'is in the registry and has been unused for the longest time: 2 h (least_recently_used)',
  });
});

test('random takes each of them, as it is drawn', () => {
  const registry = registryOf([{ name: 'a' }, { name: 'b' }, { name: 'c' }], 'random');
  const drawn = [0, 0.34, 0.99].map(
    (value) => pickHost(registry, { all: true }, { random: () => value }).target,
  );
  expect(drawn).toEqual(['p/a', 'p/b', 'p/c']);
});

test('of several providers the first with a free host decides', () => {
  const registry = registryOf([
    { name: 'a', provider: 'one' },
    { name: 'b', provider: 'two' },
  ]);
  const leased: PickOptions['leased'] = ({ provider }) => (provider === 'one' ? 'it is leased' : undefined);
  expect(pickHost(registry, { all: true }).target).toBe('one/a');
  expect(pickHost(registry, { all: true }, { leased }).target).toBe('two/b');
});

test('a target for ssh_config is picked as it is', () => {
  const picked = pickHost(registryOf([]), { targets: ['ops@elsewhere'] });
  expect(picked).toMatchObject({ target: 'ops@elsewhere', considered: [] });
  expect(picked.host).toBeUndefined();
});
