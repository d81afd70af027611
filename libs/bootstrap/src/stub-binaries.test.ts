import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { findStubBinaries } from './stub-binaries.js';
import { tempDir } from './testing/temp-dir.js';

test('binaries are listed by SHA256SUMS; packed ones and strangers are not', async () => {
  const directory = await tempDir();
  const sum = 'a'.repeat(64);
  const name = 'opencode-remote-ssh-stub-linux';
  await writeFile(
    join(directory, 'SHA256SUMS'),
    [`${sum}  ${name}-amd64`, `${sum}  ${name}-amd64.gz`, `${sum}  ${name}-pdp11`, 'junk', ''].join('\n'),
  );
  await writeFile(join(directory, `${name}-amd64.gz`), 'packed');
  const stubs = await findStubBinaries({ directory });
  expect(stubs.binaries.map(({ arch, sha256 }) => [arch, sha256])).toEqual([['amd64', sum]]);
  expect(stubs.get('arm64')).toBeUndefined();
  expect(Buffer.from((await stubs.get('amd64')?.readGzip()) ?? []).toString()).toBe('packed');
});

test('a binary that is there only packed is unpacked', async () => {
  const directory = await tempDir();
  const name = 'opencode-remote-ssh-stub-linux-amd64';
  await writeFile(join(directory, 'SHA256SUMS'), `${'a'.repeat(64)}  ${name}\n`);
  await writeFile(join(directory, `${name}.gz`), gzipSync('plain'));
  const stubs = await findStubBinaries({ directory });
  expect(Buffer.from((await stubs.get('amd64')?.read()) ?? []).toString()).toBe('plain');
});

test('a folder without them is an error that says how to build them', async () => {
  await expect(findStubBinaries({ directory: '/nowhere' })).rejects.toMatchObject({
    code: 'stub_missing',
    remedy: expect.stringContaining('go-stub:build') as string,
  });
});
