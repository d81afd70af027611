import { prefixLines } from './prefix-lines.js';

test.each([
  ['one\n', '> one\n'],
  ['one\n\ntwo\n', '> one\n> \n> two\n'],
  ['\n', '> \n'],
])('%j becomes %j', (lines, expected) => {
  expect(prefixLines(Buffer.from(lines), Buffer.from('> ')).toString()).toBe(expected);
});
