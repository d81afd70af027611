import { text } from 'node:stream/consumers';

import { LineEscape } from './line-escape.js';

test('line ends and tabs stay, everything else that a terminal obeys is shown', async () => {
  const escape = new LineEscape();
  escape.end('one\ttwo\n\u001b[31mred\r\n');
  expect(await text(escape)).toBe('one\ttwo\n\\x1b[31mred\\x0d\n');
});

test('a character in two pieces is whole', async () => {
  const escape = new LineEscape();
  const euro = Buffer.from('€');
  escape.write(euro.subarray(0, 2));
  escape.end(euro.subarray(2));
  expect(await text(escape)).toBe('€');
});
