import picocolors from 'picocolors';

import { table } from './table.js';

const plain = picocolors.createColors(false);

test('columns are as wide as their widest cell', () => {
  const rows = [
    ['web1', 'runs'],
    ['staging-arm', '-'],
  ];
  expect(table(['host', 'stub'], rows, plain)).toBe('HOST         STUB\nweb1         runs\nstaging-arm  -\n');
});

test('wide characters and colours do not shift the columns', () => {
  const colors = picocolors.createColors(true);
  const rows = [
    [colors.green('日本'), 'x'],
    ['abcd', 'y'],
  ];
  const lines = table(['host', 'b'], rows, plain).split('\n');
  expect(lines.slice(1, 3).map((line) => line.replace(/\x1b\[\d+m/g, ''))).toEqual(['日本  x', 'abcd  y']);
});

test('a cell of a megabyte moves its own line alone, and a hundred thousand lines take no longer than they are', () => {
  const row = ['x'.repeat(1_000_000), 'end'];
  const lines = table(['host', 'b'], [row, ...Array.from({ length: 100_000 }, () => ['web1', 'é'])], plain);
  expect(lines.length).toBeLessThan(3_000_000);
  expect(lines).toContain('HOST  B\nx');
  expect(lines).toContain('x  end\nweb1  é\n');
});
