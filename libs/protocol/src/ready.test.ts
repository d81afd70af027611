import { readySchema } from './index.js';

const line = {
  v: 1,
  pid: 1,
  port: 4242,
  socket: '/home/u/.opencode-remote-ssh/run/stub.sock',
  instance: 'i',
  version: '0.1.0',
  sha256: 'a'.repeat(64),
  adopted: false,
  upgradeWaiting: false,
  predecessor: 'none',
  root: '/home/u/.opencode-remote-ssh',
};

test('a ready line is read, without a socket too', () => {
  expect(readySchema.parse({ ...line, socket: '' })).toEqual({ ...line, socket: '' });
});

test.each([
  ['another version of the line', { v: 2 }],
  ['a port that is none', { port: 70_000 }],
  ['a socket that is not absolute', { socket: 'stub.sock' }],
  ['a hash that is none', { sha256: 'xyz' }],
  ['a token with a line break in it', { token: `${'a'.repeat(40)}\r\n` }],
])('refuses %s', (_what, change) => {
  expect(readySchema.safeParse({ ...line, ...change }).success).toBe(false);
});
