import fc from 'fast-check';

import { Gathered } from './gathered.js';

test('what is taken is all that was pushed, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40_000 })), (pieces) => {
      const gathered = new Gathered();
      for (const piece of pieces) gathered.push(piece);
      const all = Buffer.concat(pieces);
      expect(gathered.length).toBe(all.length);
      expect(Buffer.from(gathered.take()).equals(all)).toBe(true);
      expect(gathered.take()).toHaveLength(0);
    }),
  );
});

test('what was taken is not written to again', () => {
  const gathered = new Gathered();
  gathered.push(Buffer.from('ab'));
  const taken = gathered.take();
  gathered.push(Buffer.from('xy'));
  expect(Buffer.from(taken).toString()).toBe('ab');
});
