import { steering, steeringText } from './escapes.js';

/** JSON, or what looks like it, that stands where something else is expected; undefined: nothing does. */
export interface Lie {
  name: string;
  json: Buffer | undefined;
}

const megabyte = 1024 * 1024;

function lie(name: string, json: string | Buffer): Lie {
  return { name, json: Buffer.from(json) };
}

/** A string of JSON that is as long as wanted. */
function long(length: number, unit = 'A'): Buffer {
  return Buffer.concat([Buffer.from('"'), Buffer.alloc(length, unit), Buffer.from('"')]);
}

/** Small ones, to tell in every place. */
export const smallLies: readonly Lie[] = [
  { name: 'missing', json: undefined },
  ...['null', 'true', '0', '""', '[]', '{}', '[[]]', '{"a":{}}'].map((json) => lie(json, json)),
  ...['-1', '0.5', '1e308', '1e999', '-1e999', '9007199254740993', '4294967296', '-0'].map((json) =>
    lie(`the number ${json}`, json),
  ),
  ...Object.entries(steering).map(([name, text]) => lie(name, JSON.stringify(text))),
  // Control characters as they are: no JSON, but what is read leniently takes it.
  lie('raw escapes', Buffer.from(`"${steeringText}"`)),
  lie('half a character', '"\\ud800"'),
  lie('no UTF-8', Buffer.from([0x22, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0x22])),
  lie(
    '__proto__',
    '{"__proto__":{"running":true,"toString":"x"},"constructor":{"prototype":{"polluted":1}}}',
  ),
  lie('names twice', '{"a":1,"a":2,"healthy":true,"healthy":"no"}'),
  lie('the name of a method', '"__proto__"'),
  ...[
    '../../../etc/passwd',
    '/etc/passwd',
    'file:///etc/passwd',
    '//127.0.0.1/x',
    '~/.ssh/id_rsa',
    '.',
    '/',
    'C:\\x',
    '-rf',
    '$(touch x)',
  ].map((path) => lie(`the path ${path}`, JSON.stringify(path))),
  lie('a string that ends early', '"a'),
  lie('more than one value', '1,2'),
];

/** What takes room or depth, to tell in fewer places. */
export const largeLies: readonly Lie[] = [
  lie('a huge string', long(8 * megabyte)),
  lie('a huge string of escapes', Buffer.from(JSON.stringify('\u001b]0;x\u0007'.repeat(200_000)))),
  lie('a long line of spaces', Buffer.alloc(4 * megabyte, ' ')),
  lie('100 000 lists in each other', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))),
  lie('100 000 objects in each other', Buffer.from('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))),
  lie('lists that never end', Buffer.from('['.repeat(megabyte))),
  lie('a million of numbers', Buffer.from(`[${'1,'.repeat(1_000_000)}1]`)),
  lie('a million of objects', Buffer.from(`[${'{},'.repeat(1_000_000)}{}]`)),
  lie(
    'a million of names',
    Buffer.from(`{${Array.from({ length: 300_000 }, (_, at) => `"k${at}":1`).join()}}`),
  ),
  lie('a number without end', Buffer.alloc(4 * megabyte, '9')),
];
