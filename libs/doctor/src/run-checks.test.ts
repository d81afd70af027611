import { jest } from '@jest/globals';

import { type Check, type Line, oneLine } from './check.js';
import type { Facts } from './facts.js';
import { failed, ok, skipped } from './finding.js';
import { runChecks } from './run-checks.js';

const facts = {} as Facts;
const check = (id: string, parts: Partial<Check> & { run?: Check['run'] } = {}): Check => ({
  group: 'host',
  lines: { [id]: id.toUpperCase() },
  run: () => Promise.resolve({ [id]: ok('fine') }),
  ...parts,
});
const run = (checks: Check[], signal = new AbortController().signal): Promise<Line[]> =>
  runChecks(checks, facts, { signal, onLine: () => undefined });
const brief = (lines: Line[]): string[] => lines.map(({ id, status, found }) => `${id} ${status}: ${found}`);

test('what needs a failed one is skipped because of it, all the way down', async () => {
  const lines = await run([
    oneLine('a', 'A', { group: 'host', run: () => Promise.resolve(failed('broken', 'mend it')) }),
    check('b', { needs: ['a'] }),
    check('c', { needs: ['b'] }),
    check('d'),
  ]);
  expect(brief(lines)).toEqual([
    'a failed: broken',
    'b skipped: because of: A',
    'c skipped: because of: A',
    'd ok: fine',
  ]);
});

test('a look that makes several lines skips those behind the one that failed', async () => {
  const three = check('a', {
    lines: { a: 'A', b: 'B', c: 'C' },
    run: () => Promise.resolve({ a: ok('x'), b: failed('y', 'z') }),
  });
  expect(brief(await run([three]))).toEqual(['a ok: x', 'b failed: y', 'c skipped: because of: B']);
});

test('one that was not looked at stops what needs it, and is named', async () => {
  const lines = await run([
    oneLine('a', 'A', { group: 'host', run: () => Promise.resolve(skipped('nothing there')) }),
    check('b', { needs: ['a'] }),
  ]);
  expect(brief(lines)).toEqual(['a skipped: nothing there', 'b skipped: because of: A']);
});

test('an error is a failure with its own remedy', async () => {
  const error = Object.assign(new Error('no way'), { remedy: 'another way' });
  const [line] = await run([check('a', { run: () => Promise.reject(error) })]);
  expect(line).toMatchObject({ status: 'failed', found: 'no way', remedy: 'another way' });
});

test('one that never answers is a failure after its limit, and the next one runs', async () => {
  const deaf = check('a', { limitMs: 20, run: () => new Promise(() => undefined) });
  expect((await run([deaf, check('b')])).map(({ status }) => status)).toEqual(['failed', 'ok']);
});

test('Ctrl-C ends one that never answers, and nothing more is started', async () => {
  const controller = new AbortController();
  const next = jest.fn(() => Promise.resolve({}));
  const deaf = check('a', {
    run: () => {
      setImmediate(() => {
        controller.abort(new Error('interrupted'));
      });
      return new Promise(() => undefined);
    },
  });
  await expect(run([deaf, check('b', { run: next })], controller.signal)).rejects.toThrow('interrupted');
  expect(next).not.toHaveBeenCalled();
});
