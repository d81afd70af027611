import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import { matchesHost, parseKnownHosts } from './known-hosts.js';

const key = (type: string, body = 'body'): string => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(body)]).toString('base64');
};
const ed25519 = `ssh-ed25519 ${key('ssh-ed25519')}`;

test('reads names, markers and keys, and counts lines from 1', () => {
  const text = `# comment\n\nweb,10.0.0.1 ${ed25519} me@laptop\n@revoked *\t${ed25519}\n@cert-authority *.corp ${ed25519}\r\n`;
  expect(parseKnownHosts(text, 'kh')).toMatchObject([
    { line: 3, hosts: 'web,10.0.0.1', keyType: 'ssh-ed25519', marker: undefined },
    { line: 4, hosts: '*', marker: 'revoked' },
    { line: 5, hosts: '*.corp', marker: 'cert-authority' },
  ]);
});

test.each([
  'web',
  'web ssh-ed25519',
  `@other web ${ed25519}`,
  `web ssh-rsa ${key('ssh-ed25519')}`,
  'web ssh-rsa AAAA',
])('%j holds no key', (line) => {
  expect(parseKnownHosts(line, 'kh')).toEqual([]);
});

test.each([
  ['web', 'web', true],
  ['WEB', 'web', true],
  ['web', 'webs', false],
  ['a,web', 'web', true],
  ['*.corp', 'web.corp', true],
  ['*.corp', 'corp', false],
  ['we?', 'web', true],
  ['*,!web', 'web', false],
  ['!web', 'other', false],
  ['*,!web', 'other', true],
  ['[web]:2222', '[web]:2222', true],
  ['web', '[web]:2222', false],
])('the pattern %s on %s gives %s', (pattern, name, expected) => {
  expect(matchesHost(pattern, name)).toBe(expected);
});

test('finds a host by its hash', () => {
  const salt = Buffer.from('0123456789abcdefghij');
  const hash = createHmac('sha1', salt).update('[web]:2222').digest('base64');
  const hosts = `|1|${salt.toString('base64')}|${hash}`;
  expect(matchesHost(hosts, '[web]:2222')).toBe(true);
  expect(matchesHost(hosts, '[WEB]:2222')).toBe(true);
  expect(matchesHost(hosts, 'web')).toBe(false);
});

test('a pattern of many stars is decided at once', () => {
  expect(matchesHost(`${'*a'.repeat(2_000)}b`, 'a'.repeat(5_000))).toBe(false);
});

test('any bytes can be read, and a line that matches is one that holds a key', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '@revoked',
      '@cert-authority',
      '|1|',
      '|',
      '*',
      '!',
      'web',
      ed25519,
      'ssh-rsa',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const line of parseKnownHosts(pieces.join(''), 'kh')) {
        expect(line.key.toString('latin1')).toContain(line.keyType);
        expect(typeof matchesHost(line.hosts, 'web')).toBe('boolean');
      }
    }),
    { numRuns: 500 },
  );
});
