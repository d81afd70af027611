import fc from 'fast-check';

import { parseHostJson } from './parse-host-json.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

test('what is deep is refused, what is not is read', () => {
  expect(() => parseHostJson(nested(257))).toThrow('256 levels');
  expect(() => parseHostJson('{"a":'.repeat(100_000))).toThrow('256 levels');
  expect(JSON.stringify(parseHostJson(nested(256)))).toBe(nested(256));
});

test('brackets in texts count for nothing', () => {
  const text = JSON.stringify({ a: '[{'.repeat(1000), 'b"\\': '\\"[['.repeat(500) });
  expect(JSON.stringify(parseHostJson(text))).toBe(text);
});

test('all other JSON is read as ever', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 50 }), (text) => {
      expect(parseHostJson(text)).toEqual(JSON.parse(text));
    }),
  );
});
