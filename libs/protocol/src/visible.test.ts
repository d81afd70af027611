import { steering } from './testing/index.js';
import { visible } from './visible.js';

test('what steers, turns text or cannot be seen is written out', () => {
  expect(visible('a\nb\tc\x1b[2Jd\x9be\u202ef\u200bg\u{e0041}h\u3164i\u00a0j\ufe0fk')).toBe(
    'a\\nb\\tc\\x1b[2Jd\\x9be\\u202ef\\u200bg\\u{e0041}h\\u3164i\\xa0j\\ufe0fk',
  );
  for (const text of Object.values(steering)) expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(visible('a\ud800b')).toBe('a\\ud800b');
});

test('text in any script stays', () => {
  expect(visible('/srv/pässwörd 漢字 😀 שלום')).toBe('/srv/pässwörd 漢字 😀 שלום');
});

test('blanks push nothing out of sight', () => {
  expect(visible(' a  b ')).toBe('\\x20a \\x20b\\x20');
});

test('of what is long the beginning, the length and the end are there, and no more than that', () => {
  const long = visible(`/etc/${'x'.repeat(1_000_000)}/shadow`, 300);
  expect(long).toMatch(/^\/etc\/x+ … \(of 1000012 characters\) … x+\/shadow$/);
  expect(long.length).toBeLessThan(350);
  expect(visible('\x1b'.repeat(300), 300).length).toBeLessThan(350);
});
