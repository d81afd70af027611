import { parsePatch } from './parse-patch.js';

const patch = `*** Begin Patch
*** Add File: hello.txt
+Hello
+
+world
*** Update File: src/app.py
*** Move to: src/main.py
@@ def greet():
 keep
-print("Hi")
+print("Hello")
@@
-last
*** End of File
*** Delete File: old.txt
*** End Patch`;

const hunks = [
  { type: 'add', path: 'hello.txt', text: 'Hello\n\nworld' },
  {
    ...{ type: 'update', path: 'src/app.py', movePath: 'src/main.py' },
    chunks: [
      { context: 'def greet():', before: ['keep', 'print("Hi")'], after: ['keep', 'print("Hello")'] },
      { before: ['last'], after: [] },
    ],
  },
  { type: 'delete', path: 'old.txt' },
];

test('files are added, changed, moved and deleted', () => {
  expect(parsePatch(patch)).toEqual(hunks);
});

test('a patch that a shell would give to a command is taken out of it', () => {
  expect(parsePatch(`cat <<'EOF'\n${patch}\nEOF\n`)).toEqual(hunks);
});

test('lines that say nothing are passed over', () => {
  expect(parsePatch('Here it is:\n*** Begin Patch\nnothing\n*** Delete File:\n*** End Patch\nDone.')).toEqual(
    [],
  );
});

test.each(['', 'a patch', '*** Begin Patch\n*** Add File: a\n+a', '*** End Patch\n*** Begin Patch'])(
  '%j is no patch',
  (text) => {
    expect(() => parsePatch(text)).toThrow('Invalid patch format: missing Begin/End markers');
  },
);
