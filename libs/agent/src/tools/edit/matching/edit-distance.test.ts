import { editDistance } from './edit-distance.js';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['flaw', 'lawn', 2],
])('from %j to %j it is %i', (one, other, expected) => {
  expect(editDistance(one, other)).toBe(expected);
  expect(editDistance(other, one)).toBe(expected);
});
