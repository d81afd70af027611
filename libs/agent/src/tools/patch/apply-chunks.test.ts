import { applyChunks } from './apply-chunks.js';

const text = 'one\n  two\nthree\none\n  two\nfour\n';

test('lines are replaced where they are first found', () => {
  expect(applyChunks('f', text, [{ before: ['  two'], after: ['2'] }])).toBe(text.replace('  two', '2'));
});

test('a line that is named says behind what to look', () => {
  const chunk = { context: 'three', before: ['  two'], after: ['2'] };
  expect(applyChunks('f', text, [chunk])).toBe('one\n  two\nthree\none\n2\nfour\n');
});

test('each chunk begins behind the one before it', () => {
  const chunk = { before: ['one', '  two'], after: ['1'] };
  expect(applyChunks('f', text, [chunk, chunk])).toBe('1\nthree\n1\nfour\n');
});

test('lines without any to take out come at the end', () => {
  expect(applyChunks('f', 'a', [{ before: [], after: ['b'] }])).toBe('a\nb\n');
  expect(applyChunks('f', '', [{ before: [], after: ['b'] }])).toBe('b\n');
});

test.each([
  ['space at their ends', 'a \nb\n', 'a'],
  ['space around them', '\ta\nb\n', 'a'],
  ['typographic quotes', '\u201Cit\u2019s\u201D\nb\n', '"it\'s"'],
  ['long dashes and other spaces', 'x\u00A0\u2014 y\u2026\nb\n', 'x - y...'],
])('lines are found in spite of %s', (_what, there, meant) => {
  expect(applyChunks('f', there, [{ before: [meant], after: ['c'] }])).toBe('c\nb\n');
});

test('a file of DOS lines stays one', () => {
  const chunk = { before: ['two'], after: ['2', 'and'] };
  expect(applyChunks('f', 'one\r\ntwo\r\nthree\r\n', [chunk])).toBe('one\r\n2\r\nand\r\nthree\r\n');
});

test('an empty line at the end of a chunk may be the end of the file', () => {
  expect(applyChunks('f', 'a\nb\n', [{ before: ['b', ''], after: ['c', ''] }])).toBe('a\nc\n');
});

test('what does not fit is an error in OpenCode’s words', () => {
  expect(() => applyChunks('/f', text, [{ context: 'nine', before: [], after: [] }])).toThrow(
    "Failed to find context 'nine' in /f",
  );
  expect(() => applyChunks('/f', text, [{ before: ['x', 'y'], after: [] }])).toThrow(
    'Failed to find expected lines in /f:\nx\ny',
  );
});
