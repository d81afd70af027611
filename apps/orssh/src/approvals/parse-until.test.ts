import { parseUntil } from './parse-until.js';

const now = new Date('2026-11-26T12:00').getTime();

test.each([
  ['30m', '2026-11-26T12:30'],
  ['12h', '2026-11-27T00:00'],
  ['7d', '2026-12-03T12:00'],
  ['2026-11-26', '2026-11-26T23:59:59'],
  ['2026-12-31 18:00', '2026-12-31T18:00'],
])('%s is a moment', (text, at) => {
  expect(parseUntil(text, now)).toBe(new Date(at).getTime());
});

test.each(['', 'soon', '0m', '2026-11-25', '2026-13-40', '5', '7w'])('%j is none', (text) => {
  expect(() => parseUntil(text, now)).toThrow('write a time to come');
});
