import fc from 'fast-check';

import { emptyWanted, replace } from './replace.js';

const file = 'function a() {\n  return 1;\n}\n\nfunction b() {\n  return 1;\n}\n';

test.each([
  ['exactly', file, 'function b() {', 'function c() {', file.replace('b()', 'c()')],
  [
    'with other space around the lines',
    '\tif (x) {\n\t\ty();\n\t}\n',
    'if (x) {\n  y();\n}',
    'z();',
    'z();\n',
  ],
  [
    'by the first and the last line of a block that is alike within',
    'begin\n  total = total + price\n  count = count + 1\nend\n',
    'begin\n  total = total + prices\n  count = counts + 1\nend',
    'nothing',
    'nothing\n',
  ],
  ['with other space between words', 'let  a =   1;\n', 'let a = 1;', 'let a = 2;', 'let a = 2;\n'],
  [
    'with other space between words, within a line',
    'x; let  a =   1; y;\n',
    'let a = 1;',
    'let a = 2;',
    'x; let a = 2; y;\n',
  ],
  ['written with escapes', 'say("a\tb");\n', String.raw`say("a\tb");`, 'quiet();', 'quiet();\n'],
  ['with space at its ends that is not there', 'one two\n', '  one\n', '1', '1 two\n'],
  [
    'by the first and the last line of a block, half of whose lines are the same',
    'begin\n  same\n  one that is wholly different here\nend\n',
    'begin\nsame\nxxx\nend',
    'nothing',
    'nothing\n',
  ],
])('what is wanted is found %s', (_how, text, wanted, replacement, expected) => {
  expect(replace(text, wanted, replacement)).toBe(expected);
});

test('all of them are replaced where that is wanted', () => {
  expect(replace(file, 'return 1;', 'return 2;', true)).toBe(file.replaceAll('return 1;', 'return 2;'));
});

test('a dollar sign is only a dollar sign', () => {
  expect(replace('cost\n', 'cost', '$& $1')).toBe('$& $1\n');
  expect(replace('cost cost\n', 'cost', '$&', true)).toBe('$& $&\n');
});

test.each([
  ['is there twice', file, 'return 1;', 'x', /^Found multiple matches for oldString\./],
  ['is not there', file, 'return 3;', 'x', /^Could not find oldString in the file\./],
  ['is what there is to be', file, 'same', 'same', /^No changes to apply/],
  ['is nothing', file, '', 'x', new RegExp(`^${emptyWanted.slice(0, 40)}`)],
])('what %s is an error in OpenCode’s words', (_what, text, wanted, replacement, message) => {
  expect(() => replace(text, wanted, replacement)).toThrow(message);
});

test('what would take much more than was named is refused', () => {
  const text = `a\n${' '.repeat(2000)}b\nc\n`;
  expect(() => replace(text, 'a\nb', 'x')).toThrow(/^Refusing replacement/);
});

test('a text that is there once is replaced as String.replace does it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), fc.string(), (a, wanted, b, by) => {
      const text = a + wanted + b;
      fc.pre(wanted !== by && text.indexOf(wanted) === text.lastIndexOf(wanted));
      expect(replace(text, wanted, by)).toBe(text.replace(wanted, () => by));
    }),
  );
});

test('nothing but the place that was found changes', () => {
  const line = fc.stringMatching(/^ {0,4}[ab{}]{0,2}$/);
  const lines = fc.array(line, { maxLength: 8 }).map((list) => list.join('\n'));
  fc.assert(
    fc.property(lines, lines, (text, wanted) => {
      let after: string;
      try {
        after = replace(text, wanted, '\u0001');
      } catch {
        return;
      }
      const [before = '', rest = ''] = after.split('\u0001');
      expect(text.startsWith(before)).toBe(true);
      expect(text.endsWith(rest)).toBe(true);
    }),
  );
});
