import { hostname, userInfo } from 'node:os';

import { expandPath, expandTokens } from './expand-tokens.js';

const values = { typed: 'web', host: 'web.corp', port: 2222, user: 'me' };

test('every token of ssh_config stands for its value', () => {
  expect(expandTokens('%h %p %r %n %k %% %u %i %l', values)).toBe(
    `web.corp 2222 me web web % ${userInfo().username} ${userInfo().uid} ${hostname()}`,
  );
});

test('%k is the alias of the host key, where there is one', () => {
  expect(expandTokens('%k', { ...values, hostKeyAlias: 'cluster' })).toBe('cluster');
});

test('what a token stands for is not expanded again', () => {
  expect(expandTokens('%n', { ...values, typed: '%h' })).toBe('%h');
});

test('a token that is none is an error that quotes the text', () => {
  expect(() => expandTokens('nc %z', values)).toThrow('unknown token %z in "nc %z"');
});

test('paths begin at the home of the passwd entry, and hold variables', () => {
  const env = { HOME: '/elsewhere', KEYS: '/keys' };
  expect(expandPath('~/.ssh/%h', values, env)).toBe(`${userInfo().homedir}/.ssh/web.corp`);
  expect(expandPath('${KEYS}/a', values, env)).toBe('/keys/a');
});
