import { errorOf } from '../testing/error-of.js';
import { registryOf } from '../testing/registry-of.js';
import { findHost } from './find-host.js';
import { unknownTarget } from './unknown-target.js';

const registry = registryOf([
  { name: 'web1', provider: 'prod', aliases: ['w'], sshHost: '203.0.113.1' },
  { name: 'web2', provider: 'prod', sshHost: 'shared' },
  { name: 'box', provider: 'lab', sshHost: 'shared' },
  { name: 'shadow', provider: 'lab', sshHost: 'web1' },
]);

test.each([
  ['web1', 'prod/web1'],
  ['w', 'prod/web1'],
  ['prod/web1', 'prod/web1'],
  ['prod/w', 'prod/web1'],
  ['203.0.113.1', 'prod/web1'],
  ['lab/web1', undefined],
  ['prod', undefined],
  ['ops@web1', undefined],
  ['__proto__', undefined],
])('%s is %s', (target, id) => {
  expect(findHost(registry, target)?.id).toBe(id);
});

test('a name wins over an ssh.host; an ssh.host of several is ambiguous', async () => {
  expect(findHost(registry, 'web1')?.id).toBe('prod/web1');
  const error = await errorOf(() => findHost(registry, 'shared'));
  expect(error).toMatchObject({ code: 'ambiguous', host: 'shared' });
  expect(error.message).toBe('shared is the ssh.host of 2 hosts: prod/web2, lab/box.');
});

test('names that are near are found, nearest first', () => {
  expect(unknownTarget(registry, 'web')).toEqual(['web1', 'web2']);
  expect(unknownTarget(registry, 'shadwo')).toEqual(['shadow']);
  expect(unknownTarget(registry, 'prod/wbe1')).toEqual(['prod/web1', 'prod/web2']);
  expect(unknownTarget(registry, 'x')).toEqual([]);
  expect(unknownTarget(registry, 'a'.repeat(100_000))).toEqual([]);
});
