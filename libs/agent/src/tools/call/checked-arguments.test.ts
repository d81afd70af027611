import * as z from 'zod/mini';

import { checkedArguments } from './checked-arguments.js';

const shape = {
  filePath: z.string(),
  offset: z.optional(z.int().check(z.minimum(0))),
  all: z.optional(z.boolean()),
};

test('arguments that fit are given back, without what the tool does not know', () => {
  expect(checkedArguments('read', shape, { filePath: 'a', more: 1 })).toEqual({ filePath: 'a' });
});

test.each([
  [{}, 'Missing key\n  at ["filePath"]'],
  [{ offset: 'x' }, 'Missing key\n  at ["filePath"]'],
  [{ filePath: 3 }, 'Expected string, got 3\n  at ["filePath"]'],
  [{ filePath: 'a', offset: '2' }, 'Expected number | undefined, got "2"\n  at ["offset"]'],
  [{ filePath: 'a', offset: null }, 'Expected number | undefined, got null\n  at ["offset"]'],
  [{ filePath: 'a', offset: 1.5 }, 'Expected an integer, got 1.5\n  at ["offset"]'],
  [{ filePath: 'a', offset: -1 }, 'Expected a value greater than or equal to 0, got -1\n  at ["offset"]'],
  [{ filePath: 'a', all: 'true' }, 'Expected boolean | undefined, got "true"\n  at ["all"]'],
])('%j is refused in the words of OpenCode', (given, why) => {
  expect(() => checkedArguments('read', shape, given)).toThrow(
    new Error(
      `The read tool was called with invalid arguments: SchemaError(${why}).\nPlease rewrite the input so it satisfies the expected schema.`,
    ),
  );
});
