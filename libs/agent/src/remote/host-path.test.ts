import { HostPaths } from './host-path.js';

const paths = new HostPaths({
  anchor: '/home/me/.local/state/orssh/anchor-7',
  workspace: { id: 'wrk_1', projectID: 'p', name: 'api', directory: '/srv/api' },
});

test.each([
  ['a relative path is in the directory', 'src/main.ts', '/srv/api/src/main.ts'],
  ['an absolute path stays', '/etc/hosts', '/etc/hosts'],
  ['the anchor is the directory', '/home/me/.local/state/orssh/anchor-7', '/srv/api'],
  ['what is in the anchor is in the directory', '/home/me/.local/state/orssh/anchor-7/a/b', '/srv/api/a/b'],
  ['beside the anchor is beside the directory', '/home/me/.local/state/orssh/anchor-7/../x', '/srv/x'],
  [
    'a folder whose name begins as the anchor does is another',
    '/home/me/.local/state/orssh/anchor-70',
    '/home/me/.local/state/orssh/anchor-70',
  ],
  ['dots are resolved', './a/../../b', '/srv/b'],
  ['the empty path is the directory', '', '/srv/api'],
])('%s', (_name, path, expected) => {
  expect(paths.path(path)).toBe(expected);
});

test('a relative name is as seen from the directory', () => {
  expect(paths.relative('/srv/api/src/a.ts')).toBe('src/a.ts');
  expect(paths.relative('/home/me/.local/state/orssh/anchor-7/src/a.ts')).toBe('src/a.ts');
  expect(paths.relative('/etc/hosts')).toBe('../../etc/hosts');
  expect(paths.relative('.')).toBe('');
});

test('a workspace at the root of the host has names without a second slash', () => {
  const root = new HostPaths({
    anchor: '/a',
    workspace: { id: 'wrk_1', projectID: 'p', name: 'root', directory: '/' },
  });
  expect(root.path('/a/etc/hosts')).toBe('/etc/hosts');
  expect(root.relative('/etc/hosts')).toBe('etc/hosts');
});
