import { hanging, wrap } from './wrap.js';

test.each([
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 80, ['one two three']],
  ['a /very/long/path b', 6, ['a', '/very/long/path', 'b']],
  ['漢字 漢字', 5, ['漢字', '漢字']],
  ['', 10, ['']],
])('%j in %i columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('lines after the first one can be set in', () => {
  expect(hanging('one two three four five six seven', 24, 4)).toBe('one two three four\n    five six seven');
});
