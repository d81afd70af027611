import * as z from 'zod/mini';

import { listOf } from './list-of.js';

const schema = z.object({ files: listOf(z.object({ path: z.string() })) });

test('a list is what its items are', () => {
  expect(schema.parse({ files: [{ path: 'a', more: 1 }, { path: 'b' }] })).toEqual({
    files: [{ path: 'a' }, { path: 'b' }],
  });
});

test('of a million wrong items the first is named', () => {
  const files = Array.from({ length: 1_000_000 }, () => ({}));
  const issues = schema.safeParse({ files }).error?.issues;
  expect(issues).toEqual([expect.objectContaining({ path: ['files', 0, 'path'] })]);
});

test('what is no list is refused', () => {
  expect(schema.safeParse({ files: { 0: { path: 'a' } } }).success).toBe(false);
});
