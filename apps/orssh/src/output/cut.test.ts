import { cut } from './cut.js';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['make test', 6, 'make…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['\u001b[31mfailed badly\u001b[39m', 8, '\u001b[31mfailed…\u001b[39m'],
])('%j in %i columns is %j', (text, width, expected) => {
  expect(cut(text, width)).toBe(expected);
});
