import { printable } from './printable.js';

test('escape sequences, bells and bidirectional overrides lose their power', () => {
  expect(printable('a\x1b]0;title\x07b\x9b31mc\u202ed\r\ne\tf')).toBe('a ]0;title b 31mcd \ne f');
});

test('text in any script stays', () => {
  expect(printable('pässwörd 漢字 😀?')).toBe('pässwörd 漢字 😀?');
});

test('an endless text is cut', () => {
  expect(printable('x'.repeat(100_000)).length).toBeLessThan(3_000);
});
