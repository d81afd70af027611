import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hasTitle } from './has-title.mjs';
import { judge } from './judge.mjs';

const table = (...rows) =>
  [
    '## Threats',
    '',
    '| threat | what holds it | level | tests |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Next',
    '| x |',
  ].join('\n');
const sources = {
  'a/door.test.ts': "test('a stranger stays out', () => {});\ntest.skip('a friend comes in', () => {});",
  'b/door.test.ts': "test('a stranger stays out', () => {});",
  'c/door_test.go': 'func TestAStrangerStaysOut(t *testing.T) {\n\t{name: "by the window"},',
};
const problems = (...rows) => judge(table(...rows), Object.keys(sources), (path) => sources[path]).problems;

test('rows whose tests are there are no problem', () => {
  const row =
    '| a thief | a lock | always | `a/door.test.ts › a stranger stays out`, `door_test.go › TestAStrangerStaysOut` |';
  assert.deepEqual(problems(row, '| another | bars | mounts | `c/door_test.go › by the window` |'), []);
});

test('a title may have backticks', () => {
  const read = () => "test('`!` is held', f)";
  const { tests, problems: found } = judge(
    table('| x | y | always | `` x.test.ts › `!` is held `` |'),
    ['x.test.ts'],
    read,
  );
  assert.deepEqual([tests, found], [1, []]);
});

test('a row without a test, of an unknown level, or with a test that is not there is one', () => {
  assert.match(problems('| a thief | a lock | always | |')[0], /"a thief" has no test/);
  assert.match(problems('| a thief | a lock | often | `door_test.go › by the window` |')[0], /level "often"/);
  const named = (name) => problems(`| a thief | a lock | always | \`${name}\` |`)[0];
  assert.match(named('a/door.test.ts › a burglar stays out'), /a\/door\.test\.ts has no test "a burglar/);
  assert.match(named('a/door.test.ts › a friend comes in'), /has no test/);
  assert.match(named('door.test.ts › a stranger stays out'), /may be in a\/door\.test\.ts or b/);
  assert.match(named('gone.test.ts › x'), /no file with tests/);
  assert.match(named('door_test.go › TestAStranger'), /has no test/);
});

test('a document without the table is one', () => {
  assert.match(judge('# Security\n', [], () => '').problems[0], /no table/);
});

test('a title is found in any quotes, and with those that are in it', () => {
  assert.ok(hasTitle('x.test.ts', "test('a person\\'s key', f)", "a person's key"));
  assert.ok(hasTitle('x.test.ts', 'test("a person\'s key", f)', "a person's key"));
  assert.ok(
    hasTitle('x.test.ts', 'test(`a key refuses under ${policy}`, f)', 'a key refuses under ${policy}'),
  );
  assert.ok(!hasTitle('x.test.ts', "// a person's key", "a person's key"));
});
