import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { digest, isSameDigest } from './digest.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const linesOf = async (name: string): Promise<string[]> =>
  (await readFile(join(folder, name), 'utf8')).split('\n');

// A measured time would say little and fail on a busy machine: what is held to is how secrets are compared.
test('secrets are compared as hashes, in constant time, and in no other way', async () => {
  expect(await linesOf('digest.ts')).toContain('  return timingSafeEqual(one, other);');
  const kept = [...(await linesOf('door.ts')), ...(await linesOf('browser-key.ts'))].filter((line) =>
    /this\.(?:secret|basic|agent|expected)\b(?! =)/.test(line),
  );
  expect(kept).toHaveLength(4);
  for (const line of kept) expect(line).toMatch(/isSameDigest\(.*, this\.\w+\);$/);
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !/\.test\.ts$|testing/.test(name),
  );
  const early =
    /(?:secret|password|token|cookie)\w* *[!=]== *(?!undefined|'')[\w'"`]|\b(?:secret|password|token)\.(?:startsWith|includes|localeCompare)\(/i;
  for (const name of names)
    expect(
      (await linesOf(name)).filter((line) => early.test(line)).map((line) => `${name}: ${line}`),
    ).toEqual([]);
});

test('hashes of texts of any length have one length', () => {
  expect(isSameDigest(digest(''), digest('a'.repeat(100_000)))).toBe(false);
  expect(isSameDigest(digest('a'), digest('a'))).toBe(true);
});
