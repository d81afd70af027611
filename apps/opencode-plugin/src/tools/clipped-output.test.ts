import { ClippedOutput } from './clipped-output.js';

function collected(...chunks: string[]): string {
  const output = new ClippedOutput();
  for (const chunk of chunks) output.add(Buffer.from(chunk));
  return output.text();
}

test('what fits is passed on as it is', () => {
  expect(collected('a\n', 'b\n')).toBe('a\nb\n');
});

test('a character that comes in two pieces stays whole', () => {
  const output = new ClippedOutput();
  const bytes = Buffer.from('€');
  output.add(bytes.subarray(0, 1));
  output.add(bytes.subarray(1));
  expect(output.text()).toBe('€');
});

test('of many lines the beginning and the end stay, within what OpenCode shows whole', () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => `line ${at}`);
  const text = collected(...lines.map((line) => `${line}\n`));
  expect(text.split('\n').length).toBeLessThan(2000);
  expect(Buffer.byteLength(text)).toBeLessThan(51_200);
  expect(text).toMatch(/^line 0\n/);
  expect(text).toContain('characters left out');
  expect(text).toMatch(/line 99999\n$/);
});

test('lines that all fit but for their number are cut, and as many are named as left out', () => {
  const text = collected('x\n'.repeat(3_000));
  const [, left = ''] = /\[… (\d+) characters left out …\]/.exec(text) ?? [];
  const kept = text.replace(/\n\[…[^\n]*\]\n/, '');
  expect(kept.length + Number(left)).toBe(6_000);
});

test('one line without an end is cut by its bytes', () => {
  const text = collected('ä'.repeat(200_000));
  expect(Buffer.byteLength(text)).toBeLessThan(51_200);
});

test('what the host no longer had is said', () => {
  const output = new ClippedOutput();
  output.lost(12);
  expect(output.text()).toContain('12 bytes were lost');
});
