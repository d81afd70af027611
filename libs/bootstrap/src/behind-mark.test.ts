import fc from 'fast-check';

import { behindMark } from './behind-mark.js';

test('however it is cut, all that comes behind the mark is given on, and nothing before it', () => {
  const noise = fc.string({ maxLength: 20 }).filter((text) => !text.includes('MARK'));
  const body = fc.uint8Array({ maxLength: 30 });
  fc.assert(
    fc.property(noise, body, fc.array(fc.nat({ max: 60 }), { maxLength: 5 }), (before, after, cuts) => {
      const all = Buffer.concat([Buffer.from(`${before}\nMARK\n`), after]);
      const places = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
      const read = behindMark('MARK');
      const pieces = places.slice(1).flatMap((to, at) => read(all.subarray(places[at], to)) ?? []);
      expect(Buffer.concat(pieces).equals(Buffer.from(after))).toBe(true);
    }),
  );
});

test('noise without end is an error', () => {
  const read = behindMark('MARK');
  expect(() => {
    for (let count = 0; count < 20; count += 1) read(Buffer.alloc(100_000));
  }).toThrow(/without end/);
});
