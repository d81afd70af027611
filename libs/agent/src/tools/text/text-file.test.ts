import fc from 'fast-check';

import { decodeFile, encodeFile } from './text-file.js';

test.each([
  ['UTF-8', 'a\u00e9\u{1F600}\n', { bom: false, encoding: 'utf-8' }, Buffer.from('a\u00e9\u{1F600}\n')],
  ['UTF-8 with a mark', 'a\n', { bom: true, encoding: 'utf-8' }, Buffer.from('\uFEFFa\n')],
  ['UTF-16', 'a\u00e9\n', { bom: true, encoding: 'utf-16le' }, Buffer.from('\uFEFFa\u00e9\n', 'utf16le')],
  [
    'UTF-16 the other way round',
    'a\u00e9\n',
    { bom: true, encoding: 'utf-16be' },
    Buffer.from('\uFEFFa\u00e9\n', 'utf16le').swap16(),
  ],
  ['Latin-1', 'a\u00e9\n', { bom: false, encoding: 'latin1' }, Buffer.from([0x61, 0xe9, 0x0a])],
])('%s is recognised', (_name, text, how, bytes) => {
  expect(decodeFile(bytes)).toEqual({ text, ...how });
});

test('any bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeFile(decodeFile(bytes))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('an encoding that has not all of the characters encodes nothing', () => {
  expect(encodeFile({ text: '\u20ac', bom: false, encoding: 'latin1' })).toBeUndefined();
});
