import type { StubBinary } from '@orssh/bootstrap';

import { sharedStubs } from './shared-stubs.js';

test('a binary is read once, whichever way it was asked for', async () => {
  let reads = 0;
  const amd64: StubBinary = {
    arch: 'amd64',
    sha256: 'ab',
    read: () => Promise.reject(new Error('nobody needs it unpacked')),
    readGzip: () => Promise.resolve(Uint8Array.of((reads += 1))),
  };
  const shared = sharedStubs({ directory: '/d', binaries: [amd64], get: () => amd64 });
  const [one, two] = await Promise.all([shared.get('amd64')?.readGzip(), shared.binaries[0]?.readGzip()]);
  expect(one).toBe(two);
  expect(reads).toBe(1);
  expect(shared.get('arm64')).toBeUndefined();
});
