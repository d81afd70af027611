import fc from 'fast-check';

import { LineCutter } from './line-cutter.js';

function cut(chunks: Uint8Array[], longest?: number): string[] {
  const cutter = new LineCutter(longest);
  return [...chunks.flatMap((chunk) => cutter.push(chunk)), ...cutter.end()].map((line) => line.toString());
}

test('lines come whole, wherever the bytes were cut; the last one needs no end', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')),
        { minLength: 1 },
      ),
      fc.integer({ min: 1, max: 9 }),
      (lines, size) => {
        const bytes = Buffer.from(lines.join('\n'));
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
        expect(cut(chunks)).toEqual(lines.at(-1) === '' ? lines.slice(0, -1) : lines);
      },
    ),
  );
});

test('a line without an end is cut before it fills the memory, between characters', () => {
  const bytes = Buffer.from('ä€😀'.repeat(50));
  for (const longest of [4, 5, 6, 7, 16]) {
    const pieces = cut([bytes.subarray(0, 77), bytes.subarray(77)], longest);
    expect(pieces.join('')).toBe(bytes.toString());
    for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(longest);
  }
});
