import { editDistance, nearAlias } from './near-alias.js';

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

test('without a configuration there is nothing to suggest', () => {
  expect(nearAlias('web1', '/nowhere')).toBeUndefined();
});
