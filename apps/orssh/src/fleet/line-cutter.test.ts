import fc from 'fast-check';

import { LineCutter } from './line-cutter.js';

function cut(chunks: Uint8Array[], longest?: number): string {
  const cutter = new LineCutter(longest);
  return Buffer.concat([...chunks.map((chunk) => cutter.push(chunk)), cutter.end()]).toString();
}

const text = fc.string({ unit: fc.constantFrom('a', '\n', 'ä', '€', '😀', '\r') });

test('nothing is lost or changed, wherever the bytes were cut; the last line gets its end', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (all, size) => {
      const bytes = Buffer.from(all);
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(cut(chunks)).toBe(all === '' || all.endsWith('\n') ? all : `${all}\n`);
    }),
  );
});

test('a piece has whole lines only', () => {
  const cutter = new LineCutter();
  expect(cutter.push(Buffer.from('one\ntw')).toString()).toBe('one\n');
  expect(cutter.push(Buffer.from('o')).toString()).toBe('');
  expect(cutter.push(Buffer.from('\nthree')).toString()).toBe('two\n');
  expect(cutter.end().toString()).toBe('three\n');
});

test('a line without an end is cut before it fills the memory, between characters', () => {
  const bytes = Buffer.from('ä€😀'.repeat(50));
  for (const longest of [4, 5, 6, 7, 16]) {
    const lines = cut([bytes.subarray(0, 77), bytes.subarray(77)], longest)
      .trim()
      .split('\n');
    expect(lines.join('')).toBe(bytes.toString());
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(longest);
  }
});
