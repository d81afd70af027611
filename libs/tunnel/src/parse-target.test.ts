import fc from 'fast-check';

import { parseTarget } from './parse-target.js';

test.each([
  ['web', { host: 'web' }],
  ['me@web', { host: 'web', user: 'me' }],
  ['me@web:2222', { host: 'web', user: 'me', port: 2222 }],
  ['me@corp@web', { host: 'web', user: 'me@corp' }],
  ['[fe80::1%eth0]:22', { host: 'fe80::1%eth0', port: 22 }],
  ['me@[::1]', { host: '::1', user: 'me' }],
  ['::1', { host: '::1' }],
  ['ssh://me@web:2222', { host: 'web', user: 'me', port: 2222 }],
  ['ssh://web/', { host: 'web' }],
])('%s is read as ssh means it', (target, expected) => {
  expect(parseTarget(target)).toEqual(expected);
});

test.each([
  '',
  '@',
  'me@',
  '-oProxyCommand=touch /tmp/x',
  'me@-oProxyCommand=x',
  '-l@web',
  'web:0',
  'web:65536',
  'web:ssh',
  'web:',
  'a b',
  'web;id',
  '$(id)@web',
  'web\nHost',
  'web/path',
])('%j is refused before any program sees it', (target) => {
  let thrown: unknown;
  try {
    parseTarget(target);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code: 'config' });
});

test('whatever is typed, host and user never look like an option or hold shell syntax', () => {
  fc.assert(
    fc.property(fc.string(), (target) => {
      try {
        const { host, user = 'x' } = parseTarget(target);
        for (const name of [host, user]) expect(name).toMatch(/^[^-\s'"`$\\;&<>|(){}][^\s'"`$\\;&<>|(){}]*$/);
      } catch (error) {
        expect(error).toMatchObject({ code: 'config' });
      }
    }),
  );
});
