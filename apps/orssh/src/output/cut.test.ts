import { cut } from './cut.js';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['make test', 6, 'make…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
])('%j in %i columns is %j', (text, width, expected) => {
  expect(cut(text, width)).toBe(expected);
});
