import fc from 'fast-check';

import { parseJson } from './parse-json.js';
import { quickJson } from './quick-json.js';

test('it reads what JSON.parse reads', () => {
  const key = fc.string().filter((name) => name !== '__proto__');
  const { value: any } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(key, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(any, fc.constantFrom(undefined, 2, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space);
      fc.pre(!text.includes('\\u') && !text.includes('__proto__'));
      expect(quickJson(text)).toEqual({ value: JSON.parse(text) as unknown });
      expect(parseJson(text).value).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  '{"a": 1, "a": 1}',
  '{"b": [{"a": 1, "c": {"x\\"": 1, "x\\"": 2}}]}',
  '{"a": 1, "\\u0061": 2}',
  '{"__proto__": {}}',
  '{"a": 1,}',
  '{"a": 1} // x',
  '',
  '{"a":'.repeat(100) + '1' + '}'.repeat(100),
])('%.50s needs a closer look', (text) => {
  expect(quickJson(text)).toBeUndefined();
});
