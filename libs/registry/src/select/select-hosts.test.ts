import fc from 'fast-check';

import { errorOf } from '../testing/error-of.js';
import { registryOf } from '../testing/registry-of.js';
import type { HostQuery } from './query.js';
import { selectHosts } from './select-hosts.js';

const registry = registryOf([
  { name: 'a', provider: 'gpu', labels: ['gpu', 'env=prod'] },
  { name: 'b', provider: 'gpu', labels: ['gpu', 'env=dev'], aliases: ['bee'] },
  { name: 'c', provider: 'web', labels: ['env=prod'] },
]);

const names = (query: HostQuery) => selectHosts(registry, query).hosts.map(({ target }) => target);

test.each<[HostQuery, string[]]>([
  [{ all: true }, ['gpu/a', 'gpu/b', 'web/c']],
  [{ labels: ['gpu'] }, ['gpu/a', 'gpu/b']],
  [{ labels: ['gpu', 'env=prod'] }, ['gpu/a']],
  [{ labels: ['env'] }, ['gpu/a', 'gpu/b', 'web/c']],
  [{ provider: 'web' }, ['web/c']],
  [{ provider: 'gpu', labels: ['env=dev'] }, ['gpu/b']],
  [{ targets: ['c', 'bee', 'gpu/b', 'b'] }, ['web/c', 'gpu/b']],
  [
    { targets: ['c', 'elsewhere', 'ops@host:22', 'ops@[::1]:22', 'ssh://x'] },
    ['web/c', 'elsewhere', 'ops@host:22', 'ops@[::1]:22', 'ssh://x'],
  ],
  [{ targets: ['a', 'c', 'elsewhere'], labels: ['gpu'] }, ['gpu/a']],
  [{ all: true, targets: ['c'] }, ['gpu/a', 'gpu/b', 'web/c']],
])('%j selects %j', (query, selected) => {
  expect(names(query)).toEqual(selected);
});

test.each<[HostQuery, string, string, string]>([
  [{}, 'no_match', 'No host was asked for.', 'Give a target, --label LABEL, --provider NAME, or --all.'],
  [
    { provider: 'gpv' },
    'unknown_provider',
    'There is no provider "gpv" in /registry.json.',
    'did you mean "gpu"?',
  ],
  [{ provider: 'zzzz' }, 'unknown_provider', 'There is no provider', 'providers here: gpu, web.'],
  [
    { labels: ['env=prd'] },
    'no_match',
    'No host fits label env=prd: looked at 3 hosts in /registry.json.',
    'Nothing has the label env=prd: did you mean "env=prod"?',
  ],
  [
    { labels: ['zzzz'] },
    'no_match',
    'No host fits',
    'Nothing has the label zzzz: labels here: gpu, env=prod, env=dev.',
  ],
  [
    { labels: ['env=prod', 'env=dev'] },
    'no_match',
    'No host fits label env=prod and label env=dev',
    'Each label is there, but no host has all of them: leave one out.',
  ],
  [
    { provider: 'web', labels: ['gpu'] },
    'no_match',
    'No host fits provider web and label gpu: looked at one host of web',
    'Nothing has the label gpu: did you mean "gpu"?',
  ],
  [
    { targets: ['gpu'] },
    'unknown_host',
    'gpu is a provider, not a host.',
    'Use --provider gpu for its hosts, gpu/NAME for one of them, or USER@gpu for a host',
  ],
  [
    { targets: ['gpu/aa'] },
    'unknown_host',
    'There is no host "gpu/aa" in the registry.',
    'did you mean "gpu/a" or "gpu/b"?',
  ],
  [
    { targets: ['-oProxyCommand=x'] },
    'unknown_host',
    '"-oProxyCommand=x" is neither',
    'Give a name of the registry',
  ],
  [{ targets: ['x;y'] }, 'unknown_host', '"x;y" is neither', 'Give a name of the registry'],
  [{ targets: [''] }, 'unknown_host', '"" is neither', 'Give a name of the registry'],
])('%j is refused with %s', async (query, code, message, remedy) => {
  const error = await errorOf(() => selectHosts(registry, query));
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
  expect(error.remedy).toContain(remedy);
});

test('an empty registry says how to fill it', async () => {
  const error = await errorOf(() => selectHosts(registryOf([]), { all: true }));
  expect(error).toMatchObject({ code: 'no_match', remedy: 'Add hosts with: orssh hosts add' });
});

test('leased hosts go last, those that failed lately before them, and it is said why', () => {
  const now = 1_000_000_000;
  const { hosts, considered } = selectHosts(
    registry,
    { all: true },
    {
      now,
      leased: ({ name }) => (name === 'a' ? 'it is leased by alice since 10:00' : undefined),
      usage: {
        hosts: {
          'gpu/b': { failedAt: now - 120_000, failure: 'connection refused' },
          'web/c': { failedAt: now - 3_600_000 },
        },
        cursors: {},
      },
    },
  );
  expect(hosts.map(({ target, why }) => [target, why])).toEqual([
    ['web/c', 'is in the registry'],
    ['gpu/b', 'is in the registry; goes last: it failed 2 min ago (connection refused)'],
    ['gpu/a', 'is in the registry; goes last: it is leased by alice since 10:00'],
  ]);
  expect(considered.every(({ chosen }) => chosen)).toBe(true);
});

test('every host that was looked at is there once, with why', () => {
  fc.assert(
    fc.property(fc.subarray(['gpu', 'env', 'env=prod', 'env=dev']), (labels) => {
      fc.pre(labels.length > 0 && !(labels.includes('env=prod') && labels.includes('env=dev')));
      const { hosts, considered } = selectHosts(registry, { labels });
      expect(considered.map(({ host }) => host.id).sort()).toEqual(['gpu/a', 'gpu/b', 'web/c']);
      expect(considered.filter(({ chosen }) => chosen)).toHaveLength(hosts.length);
      expect(considered.every(({ why }) => why !== '')).toBe(true);
    }),
  );
});
