import { movePaths } from './editor-paths.js';

const toHost = (value: unknown) => movePaths(value, '/home/me/app', '/srv/app');

test.each([
  ['/home/me/app', '/srv/app'],
  ['/home/me/app/src/a.ts', '/srv/app/src/a.ts'],
  ['/home/me/application', '/home/me/application'],
  ['/etc/hosts', '/etc/hosts'],
  ['file:///home/me/app/a%20b.ts#L3', 'file:///srv/app/a%20b.ts#L3'],
  ['file:///etc/hosts', 'file:///etc/hosts'],
  ['zed:///agent/file?path=%2Fhome%2Fme%2Fapp%2Fa.ts&x=1', 'zed:///agent/file?path=%2Fsrv%2Fapp%2Fa.ts&x=1'],
  ['https://example.com/home/me/app', 'https://example.com/home/me/app'],
])('%s becomes %s', (here, there) => {
  expect(toHost({ path: here })).toEqual({ path: there });
});

test('only fields that hold paths are touched, however deep', () => {
  const text = 'look at /home/me/app/a.ts';
  expect(
    toHost({
      prompt: [
        { type: 'text', text },
        { type: 'resource', resource: { uri: 'file:///home/me/app/a', text } },
      ],
    }),
  ).toEqual({
    prompt: [
      { type: 'text', text },
      { type: 'resource', resource: { uri: 'file:///srv/app/a', text } },
    ],
  });
});

test('the root of a file system is a folder as others', () => {
  expect(movePaths({ path: '/src/a' }, '/', '/home/me')).toEqual({ path: '/home/me/src/a' });
  expect(movePaths({ path: '/home/me/src/a' }, '/home/me', '/')).toEqual({ path: '/src/a' });
});
