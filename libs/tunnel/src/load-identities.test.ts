import { loadIdentities } from './load-identities.js';
import { fakeDestination } from './testing/fake-destination.js';

test('a key file without an end is not read to it', async () => {
  const before = process.memoryUsage().rss;
  const identityFiles = Array.from({ length: 4 }, () => '/dev/zero');
  const identities = await loadIdentities({ ...fakeDestination, identityFiles, identityAgent: undefined });
  expect(identities).toHaveLength(4);
  for (const one of identities)
    expect(one).toMatchObject({
      kind: 'skipped',
      why: { code: 'key_unreadable', text: 'unreadable (EFBIG)' },
    });
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(150);
});
