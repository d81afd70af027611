import { judgeHostKey, knownHostName, knownKeyTypes } from './host-key-verdict.js';
import { parseKnownHosts } from './known-hosts.js';
import { fakeDestination } from './testing/fake-destination.js';

const blob = (type: string, body: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(body)]);
};
const mine = blob('ssh-ed25519', 'mine');
const other = blob('ssh-ed25519', 'other');
const rsa = blob('ssh-rsa', 'rsa');
const line = (hosts: string, key: Buffer, marker = ''): string =>
  `${marker}${hosts} ${key.toString('latin1', 4, 4 + key.readUInt32BE(0))} ${key.toString('base64')}\n`;

const destination = { ...fakeDestination, host: 'Web.Corp', port: 22 };
const judge = (text: string, changes = {}): unknown =>
  judgeHostKey(parseKnownHosts(text, 'kh'), { ...destination, ...changes }, mine);

test('a key that is written for the host is known', () => {
  expect(judge(line('web.corp', mine))).toMatchObject({ name: 'known', line: { line: 1 } });
});

test('one of several keys of a type is enough', () => {
  expect(judge(line('web.corp', other) + line('web.corp', mine))).toMatchObject({ name: 'known' });
});

test('another key of the same type is a change, and its line is named', () => {
  expect(judge(`# x\n${line('web.corp', other)}`)).toMatchObject({
    name: 'changed',
    line: { file: 'kh', line: 2 },
  });
});

test('a key of another type makes no change', () => {
  expect(judge(line('web.corp', rsa))).toEqual({ name: 'unknown', knownAs: [] });
});

test('an unknown key tells under which names it is known', () => {
  expect(judge(line('old.corp', mine))).toEqual({ name: 'unknown', knownAs: ['old.corp'] });
});

test('a revoked key stays revoked when it is known too', () => {
  expect(judge(line('web.corp', mine) + line('*', mine, '@revoked '))).toMatchObject({ name: 'revoked' });
});

test('a certificate authority alone is no reason to trust a plain key, a plain line beside it is', () => {
  const authority = line('*.corp', other, '@cert-authority ');
  expect(judge(authority)).toMatchObject({ name: 'authority' });
  expect(judge(authority + line('web.corp', mine))).toMatchObject({ name: 'known' });
});

test('a port has lines of its own; a key of the bare host is taken where it has none', () => {
  const at = { port: 2222 };
  expect(knownHostName({ ...destination, ...at })).toBe('[web.corp]:2222');
  expect(judge(line('[web.corp]:2222', mine), at)).toMatchObject({ name: 'known' });
  expect(judge(line('web.corp', mine), at)).toMatchObject({ name: 'known' });
  expect(judge(line('web.corp', other), at)).toMatchObject({ name: 'unknown' });
  expect(judge(line('web.corp', mine) + line('[web.corp]:2222', other), at)).toMatchObject({
    name: 'changed',
  });
});

test('HostKeyAlias is looked up in place of host and port', () => {
  const alias = { hostKeyAlias: 'Cluster', port: 2222 };
  expect(judge(line('cluster', mine), alias)).toMatchObject({ name: 'known' });
  expect(judge(line('web.corp', mine), alias)).toMatchObject({ name: 'unknown' });
});

test('tells which types the server is to be asked for', () => {
  const lines = parseKnownHosts(
    line('web.corp', rsa) + line('*', other, '@revoked ') + line('x', other),
    'kh',
  );
  expect(knownKeyTypes(lines, destination)).toEqual(['ssh-rsa']);
});
