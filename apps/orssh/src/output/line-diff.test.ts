import fc from 'fast-check';

import { lineDiff } from './line-diff.js';

const show = (before: string, after: string): string[] =>
  lineDiff(before, after).map(({ mark, text }) => `${mark}${text}`);

test('a change is shown with two lines around it', () => {
  expect(show('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\nX\nf\n')).toEqual([' c', ' d', '-e', '+X', ' f']);
});

test('what is the same has no difference', () => {
  expect(show('a\r\nb', 'a\nb\n')).toEqual([]);
});

const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map((lines) => lines.join('\n'));

test('the lines that are taken away and added make one text into the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const counted = (lines: string[]): Map<string, number> =>
        lines.reduce((map, line) => map.set(line, (map.get(line) ?? 0) + 1), new Map<string, number>());
      const change = new Map<string, number>();
      for (const { mark, text: line } of lineDiff(before, after)) {
        if (mark !== ' ') change.set(line, (change.get(line) ?? 0) + (mark === '+' ? 1 : -1));
      }
      const lines = (value: string): string[] =>
        value.split('\n').slice(0, value.endsWith('\n') || value === '' ? -1 : undefined);
      const [old, fresh] = [counted(lines(before)), counted(lines(after))];
      for (const line of ['a', 'b', 'c']) {
        expect(change.get(line) ?? 0).toBe((fresh.get(line) ?? 0) - (old.get(line) ?? 0));
      }
    }),
  );
});
