import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countTests, secondTries } from './count-tests.mjs';

test("Jest's summary is counted for the target that printed it", () => {
  const output = [
    '> nx run @orssh/tunnel:test  [local cache]',
    'Test Suites: 1 failed, 3 passed, 4 total',
    'Tests:       1 failed, 2 skipped, 1 todo, 30 passed, 34 total',
    '> nx run @orssh/tunnel:lint',
    'Tests:       9 passed, 9 total',
  ].join('\n');
  assert.deepEqual([...countTests(output)], [['@orssh/tunnel:test', { passed: 30, failed: 1, skipped: 3 }]]);
});

test('several summaries of one target are added up', () => {
  const output =
    '> nx run go-stub:test\nGo tests: 5 passed, 0 failed, 1 skipped\n# tests 3\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 0';
  assert.deepEqual(countTests(output).get('go-stub:test'), { passed: 7, failed: 1, skipped: 1 });
});

test('a target that printed no summary has counted nothing', () => {
  assert.deepEqual(countTests('> nx run @orssh/e2e:e2e\nerror\n').get('@orssh/e2e:e2e'), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });
});

test('colours do not hide a summary', () => {
  const output = '> nx run a:test\n\u001b[1mTests:\u001b[22m       \u001b[32m4 passed\u001b[39m, 4 total';
  assert.equal(countTests(output).get('a:test').passed, 4);
});

test('what needed a second try is named', () => {
  const output =
    '\u001b[7m LOGGING RETRY ERRORS \u001b[27m a link \u203a comes back\n RETRY 1 \n\nSECOND TRY exec TestKill\n  it said SECOND TRY\n';
  assert.deepEqual(secondTries(output), ['a link \u203a comes back', 'exec TestKill']);
});
