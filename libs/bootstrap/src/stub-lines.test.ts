import fc from 'fast-check';

import { findStubLine } from './stub-lines.js';

const error = 'ORSSH-ERROR {"v":1,"code":"no_space","message":"m"}';

test('the line is found behind noise that ends without a line break', () => {
  expect(findStubLine(`Welcome! ${error}\nlog\n`)).toEqual({
    failure: { v: 1, code: 'no_space', message: 'm' },
  });
});

test('the last line counts: an installation that printed before is not the answer', () => {
  expect(findStubLine(`ORSSH-ERROR {"v":1,"code":"older","message":"m"}\n${error}\n`)).toMatchObject({
    failure: { code: 'no_space' },
  });
});

test.each(['', 'ORSSH-READY', 'ORSSH-READY {', 'ORSSH-READY {"v":1}', 'ORSSH-READY null'])(
  'nothing is read from %j',
  (printed) => {
    expect(findStubLine(printed)).toBeUndefined();
  },
);

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (tail) => {
      expect(findStubLine(`ORSSH-READY ${tail}`)).toBeUndefined();
    }),
  );
});
