import fc from 'fast-check';

import { escapeControl } from './escape-control.js';

test.each([
  ['\u001b[2Jgone', '\\x1b[2Jgone'],
  ['a\nb\tc\rd', 'a\\nb\\tc\\x0dd'],
  ['\u009b31m', '\\x9b31m'],
  ['exe\u202etxt', 'exe\\u202etxt'],
  ['Grüße, 世界 👋', 'Grüße, 世界 👋'],
])('%j is shown as %s', (text, shown) => {
  expect(escapeControl(text)).toBe(shown);
});

test('nothing that a terminal obeys is left, whatever came in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControl(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
