import { attachmentType, isBinary, isNamedAsBinary } from './file-kind.js';

const text = Buffer.from('plain text\n');
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

test.each([
  ['a.png', text, 'image/png'],
  ['A.JPG', text, 'image/jpeg'],
  ['a', png, 'image/png'],
  ['a.txt', Buffer.from('RIFF0000WEBP'), 'image/webp'],
  ['a.txt', Buffer.from('%PDF-1.4'), 'application/pdf'],
  ['a.png', Buffer.from('BM1234'), undefined],
  ['a.svg', text, undefined],
  ['a.txt', text, undefined],
])('%s that begins with %s is an attachment of the type %s', (path, sample, type) => {
  expect(attachmentType(path, sample)).toBe(type);
});

test.each([
  ['a.zip', text, true],
  ['a.txt', Buffer.from([65, 0, 65]), true],
  ['a.txt', Buffer.from([1, 2, 65]), true],
  ['a.txt', Buffer.from('a\t\r\n\f'), false],
  ['a.txt', Buffer.alloc(0), false],
  ['a.ts', Buffer.from('caf\u00e9'), false],
])('%s with %j is binary: %s', (path, sample, expected) => {
  expect(isBinary(path, sample)).toBe(expected);
});

test('a name may say that there are no lines', () => {
  expect(['a.zip', 'a.PNG', 'a.pdf', 'a.ts', 'a'].map(isNamedAsBinary)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
