import fc from 'fast-check';
import { parse, type ParseError } from 'jsonc-parser';

import { addPlugin } from './add-plugin.js';
import { namesPlugin } from './names-plugin.js';

const read = (text: string): { plugin?: unknown } => {
  const errors: ParseError[] = [];
  const value = parse(text, errors, { allowTrailingComma: true }) as { plugin?: unknown };
  expect(errors).toEqual([]);
  return value;
};

test.each([
  ['an empty file', ''],
  ['an empty object', '{}'],
  ['an empty list', '{\n  "plugin": []\n}\n'],
])('%s gets it', (_name, text) => {
  expect(read(addPlugin(text)).plugin).toEqual(['opencode-remote-ssh']);
});

test('comments, indentation, line ends and trailing commas stay', () => {
  const text =
    '// mine\r\n{\r\n    // the model\r\n    "model": "x/y", // best\r\n    "plugin": [\r\n        "other", // keep\r\n    ],\r\n}\r\n';
  const changed = addPlugin(text);
  expect(read(changed).plugin).toEqual(['other', 'opencode-remote-ssh']);
  for (const kept of ['// mine\r\n', '// the model\r\n', '// best\r\n', '// keep\r\n', '],\r\n}']) {
    expect(changed).toContain(kept);
  }
  expect(changed.replaceAll('\r\n', '')).not.toContain('\n');
});

test('an object with tabs and a trailing comma gets the list at its end', () => {
  expect(addPlugin('{\n\t"model": "x/y",\n}\n')).toBe(
    '{\n\t"model": "x/y",\n\t"plugin": ["opencode-remote-ssh"],\n}\n',
  );
});

test('a comment stays beside what it is about', () => {
  const text = '{\n  "plugin": [\n    "a", // the first\n    "b" /* the second */ // really\n  ]\n}';
  expect(addPlugin(text)).toBe(
    '{\n  "plugin": [\n    "a", // the first\n    "b", /* the second */ // really\n    "opencode-remote-ssh"\n  ]\n}',
  );
  expect(addPlugin('{\n  "model": "x", // best\n}')).toBe(
    '{\n  "model": "x", // best\n  "plugin": ["opencode-remote-ssh"],\n}',
  );
});

const plugins = fc.array(fc.oneof(fc.constantFrom('a', 'b@1.0.0'), fc.constant(['c', { x: 1 }])), {
  maxLength: 4,
});

test('whatever is in the list stays in it, and ours comes last, once', () => {
  fc.assert(
    fc.property(plugins, fc.constantFrom(undefined, 2, 4, '\t'), fc.boolean(), (list, indent, crlf) => {
      const text = JSON.stringify({ model: 'x', plugin: list, keybinds: {} }, null, indent);
      const changed = addPlugin(crlf ? text.replaceAll('\n', '\r\n') : text);
      expect(read(changed)).toEqual({ model: 'x', plugin: [...list, 'opencode-remote-ssh'], keybinds: {} });
      expect(namesPlugin(changed)).toBe(true);
    }),
  );
});

test.each([
  ['{"plugin":["opencode-remote-ssh"]}', true],
  ['{"plugin":["opencode-remote-ssh@0.1.0"]}', true],
  ['{"plugin":[["opencode-remote-ssh",{"provider":"x"}]]}', true],
  ['{"plugin":["file:///src/opencode-remote-ssh/dist/index.js"]}', true],
  ['{"plugin":["./plugins/opencode-remote-ssh"]}', true],
  ['{"plugin":["opencode-remote-ssh-extra"]}', false],
  ['{"plugin":["other"], // opencode-remote-ssh\n}', false],
  ['{}', false],
  ['', false],
  ['{"plugin": [', undefined],
  ['[]', undefined],
])('%s names it: %s', (text, answer) => {
  expect(namesPlugin(text)).toBe(answer);
});
