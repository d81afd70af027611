import { execFileSync } from 'node:child_process';

import fc from 'fast-check';

import { shellWord } from './shell-word.js';

test('a plain path is left as it is', () => {
  expect(shellWord('/etc/nginx')).toBe('/etc/nginx');
});

test('a shell reads back exactly the word, whatever is in it', () => {
  const words = fc.sample(
    fc.string({ unit: 'binary' }).filter((word) => word !== '' && !word.includes('\0')),
    200,
  );
  const line = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
  const bytes = execFileSync('/bin/sh', ['-c', line]);
  expect(bytes.equals(Buffer.from(words.map((word) => `${word}\0`).join('')))).toBe(true);
});
