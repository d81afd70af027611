import fc from 'fast-check';

import { ArrayItems } from './array-items.js';

function cut(text: string, size: number, maxItemBytes = 1000): string[] {
  const items = new ArrayItems(maxItemBytes);
  const bytes = Buffer.from(text);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += size) found.push(...items.feed(bytes.subarray(at, at + size)));
  return items.complete ? found : [...found, 'incomplete'];
}

test('items come out whole, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (values, size, spaced) => {
        const text = JSON.stringify(values, undefined, spaced ? 1 : 0);
        expect(cut(text, size, 1e6).map((item) => JSON.parse(item) as unknown)).toEqual(
          values.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
        );
      },
    ),
  );
});

test('an array without an end is not complete; what is none, or has a giant in it, is refused', () => {
  expect(cut('[1,2', 3)).toEqual(['1', 'incomplete']);
  expect(cut('', 1)).toEqual(['incomplete']);
  expect(() => cut('{"a":1}', 3)).toThrow('not an array');
  expect(() => cut('[1] x', 9)).toThrow('not an array');
  expect(() => cut(`["${'a'.repeat(2000)}"]`, 100)).toThrow('an item of more than');
});

test('no bytes make it throw anything but an Error', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (chunks) => {
      const items = new ArrayItems(1000);
      try {
        for (const chunk of chunks) items.feed(chunk);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});
