import fc from 'fast-check';

import { editDistance } from './edit-distance.js';

test.each([
  ['', '', 0],
  ['web', 'web', 0],
  ['web', 'wb', 1],
  ['web', 'weeb', 1],
  ['web', 'wob', 1],
  ['wbe', 'web', 1],
  ['staging', 'stging1', 2],
])('%j and %j are %i apart', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('it is the same both ways, and never more than the longer word', () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
