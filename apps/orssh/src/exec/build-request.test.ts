import { PassThrough } from 'node:stream';

import { buildRequest } from './build-request.js';

const nothing = { stdin: Object.assign(new PassThrough(), { isTTY: true }), canAsk: false };

test('several words run as they are, without a shell', () => {
  const request = buildRequest(['echo', '$HOME; ls', ''], { input: true }, nothing);
  expect(request.argv).toEqual(['echo', '$HOME; ls', '']);
  expect(request.command).toBeUndefined();
});

test('one word is a line for the shell', () => {
  const request = buildRequest(['ls | wc -l'], { input: true }, nothing);
  expect(request).toMatchObject({ command: 'ls | wc -l' });
  expect(request.argv).toBeUndefined();
});

test('a denied path waits only where somebody can be asked', () => {
  expect(buildRequest(['ls'], { input: true }, { ...nothing, canAsk: true }).onDenied).toBe('wait');
  expect(buildRequest(['ls'], { input: true }, nothing).onDenied).toBe('fail');
});

test('what is allowed is a folder with all below it, unless it is a pattern', () => {
  const { allow } = buildRequest(['ls'], { input: true, allow: ['/etc/', '/', '/srv/*.log'] }, nothing);
  expect(allow).toEqual(['/etc', '/etc/*', '/', '/*', '/srv/*.log']);
});

test('a slow reader loses no output', () => {
  expect(buildRequest(['ls'], { input: true }, nothing).onFull).toBe('block');
});

test('a terminal is read only when that was asked for', () => {
  expect(buildRequest(['cat'], { input: true }, nothing).stdin).toBe('none');
  expect(buildRequest(['cat'], { input: true, stdin: true }, nothing).stdin).toBe('pipe');
});

test('a pipe is passed on', () => {
  expect(buildRequest(['cat'], { input: true }, { ...nothing, stdin: new PassThrough() }).stdin).toBe('pipe');
});

test.each([
  ['app', '~/app'],
  ['~', '~'],
  ['~/app', '~/app'],
  ['/srv', '/srv'],
])('--cwd %s is %s', (cwd, sent) => {
  expect(buildRequest(['ls'], { input: true, cwd }, nothing).cwd).toBe(sent);
});
