import fc from 'fast-check';

import { newHost, withOwnNames } from './new-host.js';

test.each([
  ['web1', { name: 'web1', ssh: { host: 'web1' } }],
  ['me@web1.example.com:2222', { name: 'web1', ssh: { host: 'web1.example.com', user: 'me', port: 2222 } }],
  ['10.0.0.7', { name: '10.0.0.7', ssh: { host: '10.0.0.7' } }],
  ['me@[fe80::1]:22', { name: 'fe80--1', ssh: { host: 'fe80::1', user: 'me', port: 22 } }],
])('%s is a host', (target, host) => {
  expect(newHost(target)).toEqual({ target, ...host });
});

test.each(['', '-oProxyCommand=x', 'a b', 'web1:0', 'web1:99999', '@web1', 'me@', 'web1/path', 'a:b:c'])(
  '%j is none',
  (target) => {
    expect(newHost(target)).toBeUndefined();
  },
);

test('no two hosts get one name', () => {
  const names = fc.array(fc.constantFrom('web1.a', 'web1.b', 'web2', 'web1-2'), { maxLength: 6 });
  fc.assert(
    fc.property(names, fc.array(fc.constantFrom('web1', 'x')), (targets, taken) => {
      const hosts = targets.flatMap((target) => newHost(target) ?? []);
      const given = withOwnNames(hosts, taken).map(({ name }) => name);
      expect(new Set([...given, ...taken]).size).toBe(given.length + new Set(taken).size);
    }),
  );
});
