import fc from 'fast-check';

import { fakeCli } from '../testing/fake-cli.js';
import { answer, jsonLine } from './answer.js';

test('a list is a line for each member, and nothing where it is empty', async () => {
  const cli = fakeCli();
  await answer(cli, { json: true }, [], () => 'nothing');
  await answer(cli, { json: true }, [{ a: 1 }, { a: 2 }], () => 'two');
  expect(cli.stdout.text).toBe('{"a":1}\n{"a":2}\n');
});

test('without --json it is the text', async () => {
  const cli = fakeCli();
  await answer(cli, {}, { a: 1 }, () => 'one\n');
  expect(cli.stdout.text).toBe('one\n');
});

test('a line of JSON keeps every value, and has no character that steers a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = jsonLine({ text });
      expect(JSON.parse(line)).toEqual({ text });
      expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
    }),
  );
});
