import { countChanges, unifiedDiff } from './unified-diff.js';

const head =
  'Index: /f\n===================================================================\n--- /f\n+++ /f\n';

test('a diff has OpenCode’s form', () => {
  expect(unifiedDiff('/f', 'one\ntwo\nthree\n', 'one\nTWO\nand\nthree\n')).toBe(
    `${head}@@ -1,3 +1,4 @@\n one\n-two\n+TWO\n+and\n three\n`,
  );
});

test('a new file has a diff from nothing', () => {
  expect(unifiedDiff('/f', '', 'x')).toBe(`${head}@@ -0,0 +1,1 @@\n+x\n\\ No newline at end of file\n`);
});

test('the indentation that all lines have is left out', () => {
  expect(unifiedDiff('/f', '    a\n\n      b\n', '    a\n\n      c\n')).toBe(
    `${head}@@ -1,3 +1,3 @@\n a\n \n-  b\n+  c\n`,
  );
});

test('lines that came and went are counted', () => {
  expect(countChanges('a\nb\n', 'a\nc\nd\n')).toEqual({ additions: 2, deletions: 1 });
});
