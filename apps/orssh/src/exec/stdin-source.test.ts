import { closeSync, openSync } from 'node:fs';
import { PassThrough } from 'node:stream';

import { passesStdin } from './stdin-source.js';

test.each([
  ['/dev/null', false],
  ['/dev/zero', true],
  [process.execPath, true],
])('%s as standard input is passed on: %s', (path, expected) => {
  const fd = openSync(path, 'r');
  try {
    expect(passesStdin(Object.assign(new PassThrough(), { fd }), false)).toBe(expected);
  } finally {
    closeSync(fd);
  }
});

test('a closed standard input is not passed on', () => {
  expect(passesStdin(Object.assign(new PassThrough(), { fd: 987_654 }), false)).toBe(false);
});
