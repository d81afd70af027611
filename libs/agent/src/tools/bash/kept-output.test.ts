import { endOf } from './end-of.js';
import { KeptOutput } from './kept-output.js';
import { outputLimits, usualLimits } from './output-limits.js';

function kept(text: string, limits = usualLimits, pieces = 1): KeptOutput {
  const output = new KeptOutput(limits);
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length; at += size) output.add(bytes.subarray(at, at + size));
  output.end();
  return output;
}

test('what is within the limits is all there', () => {
  const output = kept('a\nb\n', { maxLines: 3, maxBytes: 4 });
  expect([output.tail(), output.isCut, output.shown()]).toEqual(['a\nb\n', false, 'a\nb\n']);
});

test('of too many lines the last are kept', () => {
  const output = kept('a\nb\nc\n', { maxLines: 3, maxBytes: 100 });
  expect([output.tail(), output.isCut]).toEqual(['b\nc\n', true]);
});

test('of too many bytes the last whole lines are kept', () => {
  const output = kept('aaaa\nbb\ncc', { maxLines: 100, maxBytes: 6 });
  expect([output.tail(), output.isCut]).toEqual(['bb\ncc', true]);
});

test('of one long line its end is kept, in whole characters', () => {
  expect(endOf('x€€', { maxLines: 10, maxBytes: 5 })).toBe('€');
});

test('characters that come in two pieces are whole', () => {
  expect(kept('€uro 😀', usualLimits, 9).tail()).toBe('€uro 😀');
});

test('much output is shown from where it is near its end', () => {
  const shown = kept('x'.repeat(40_000)).shown();
  expect([shown.length, shown.startsWith('...\n\nxxx')]).toEqual([30_005, true]);
});

test('much more than the limits changes nothing about the end', () => {
  const text = Array.from({ length: 100_000 }, (_line, at) => `line ${at}`).join('\n');
  const output = kept(text, usualLimits, 50);
  expect(output.tail()).toBe(endOf(text, usualLimits));
  expect(output.isCut).toBe(true);
});

test('output that nobody has seen counts', () => {
  const output = kept('end');
  output.lost(60_000);
  expect(output.isCut).toBe(true);
});

test('the limits are OpenCode’s, and what its configuration says', () => {
  expect(outputLimits(undefined)).toEqual({ maxLines: 2000, maxBytes: 51_200 });
  expect(outputLimits({ tool_output: { max_lines: 5 } })).toEqual({ maxLines: 5, maxBytes: 51_200 });
});
