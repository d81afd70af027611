import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { findStubBinaries, type StubBinary } from './stub-binaries.js';
import { tempDir } from './testing/temp-dir.js';

test('binaries are listed by SHA256SUMS; packed ones and strangers are not', async () => {
  const directory = await tempDir();
  const sum = 'a'.repeat(64);
  const name = 'opencode-remote-ssh-stub-linux';
  await writeFile(
    join(directory, 'SHA256SUMS'),
    [`${sum}  ${name}-amd64`, `${sum}  ${name}-amd64.gz`, `${sum}  ${name}-pdp11`, 'junk', ''].join('\n'),
  );
  const stubs = await findStubBinaries({ directory });
  expect(stubs.binaries.map(({ arch, sha256 }) => [arch, sha256])).toEqual([['amd64', sum]]);
  expect(stubs.get('arm64')).toBeUndefined();
});

/** The amd64 binary of a folder whose SHA256SUMS is of `plain` and of its packed form. */
async function binaryIn(directory: string, plain: string): Promise<StubBinary> {
  const name = 'opencode-remote-ssh-stub-linux-amd64';
  const packed = gzipSync(plain);
  await writeFile(join(directory, 'SHA256SUMS'), `${sumOf(plain)}  ${name}\n${sumOf(packed)}  ${name}.gz\n`);
  await writeFile(join(directory, `${name}.gz`), packed);
  const binary = (await findStubBinaries({ directory })).get('amd64');
  if (binary === undefined) throw new Error('SHA256SUMS was not read');
  return binary;
}

function sumOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test('bytes are handed out only with the SHA-256 that was built, packed and plain', async () => {
  const directory = await tempDir();
  const binary = await binaryIn(directory, 'plain');
  const file = join(directory, 'opencode-remote-ssh-stub-linux-amd64');
  expect(gunzipSync(await binary.readGzip()).toString()).toBe('plain');
  await writeFile(`${file}.gz`, gzipSync('swapped'));
  const refused = { code: 'stub_damaged', message: expect.stringContaining(file) as string };
  await expect(binary.readGzip()).rejects.toMatchObject(refused);
  await expect(binary.read()).rejects.toMatchObject(refused);
  await writeFile(file, 'swapped');
  await expect(binary.read()).rejects.toMatchObject(refused);
  await writeFile(file, 'plain');
  expect(Buffer.from(await binary.read()).toString()).toBe('plain');
});

test('a binary that is there only packed is unpacked', async () => {
  const binary = await binaryIn(await tempDir(), 'plain');
  expect(Buffer.from(await binary.read()).toString()).toBe('plain');
});

test('a folder without them is an error that says how to build them', async () => {
  await expect(findStubBinaries({ directory: '/nowhere' })).rejects.toMatchObject({
    code: 'stub_missing',
    remedy: expect.stringContaining('go-stub:build') as string,
  });
});
