import { FakeAsker } from '../testing/fake-asker.js';
import { askPermission } from './ask-permission.js';

const request = {
  id: 'per_1',
  sessionID: '',
  permission: 'external_directory',
  patterns: ['/etc/*'],
  always: ['/etc/*'],
  metadata: {},
  path: '/etc',
};

test.each(['once', 'always', 'reject'] as const)('the answer %s is passed on', async (reply) => {
  expect(await askPermission(new FakeAsker(reply), request, 'web1')).toBe(reply);
});

test('the resolved path, the host, and what always would keep are shown', async () => {
  const asker = new FakeAsker('once');
  await askPermission(asker, request, 'web1');
  expect(asker.transcript.join('\n')).toMatch(/\/etc on web1[^]*once[^]*\/etc\/\* from now on[^]*no/);
});

test('no answer means no', async () => {
  expect(await askPermission(new FakeAsker(undefined), request, 'web1')).toBe('reject');
});

test('a path that steers terminals is shown, not obeyed', async () => {
  const asker = new FakeAsker('reject');
  await askPermission(asker, { ...request, path: '/tmp/\u001b[2J', always: ['\u001b[8m'] }, 'web1');
  expect(asker.transcript.join('')).not.toContain('\u001b');
});

test('all that would be touched is shown, with what is known to be unknown and a warning', async () => {
  const asker = new FakeAsker('once');
  const touch = { requested: '', tree: false, secret: false };
  const metadata = {
    touches: [
      { ...touch, path: '/root/.ssh/config', access: 'read', secret: true } as const,
      { ...touch, path: '/srv', access: 'edit', tree: true } as const,
    ],
    unknown: ['$(cat list)'],
    warning: '/root/.ssh/config may hold keys.',
  };
  const patterns = ['/root/.ssh/config', '/srv/*'];
  await askPermission(asker, { ...request, patterns, metadata }, 'web1');
  expect(asker.transcript.join('\n')).toMatch(
    /read \/root\/.ssh\/config\n *change \/srv and all below it\n.*\n *\$\(cat list\)\n.*may hold keys/,
  );
});

test('a file that is not there yet takes its folder, which is said', async () => {
  const touch = { requested: '', secret: false, access: 'edit' as const };
  const touches = [
    { ...touch, path: '/srv/new', tree: false },
    { ...touch, path: '/opt', tree: true },
  ];
  const asker = new FakeAsker('once');
  const patterns = ['/srv/*', '/opt/*'];
  await askPermission(asker, { ...request, patterns, always: patterns, metadata: { touches } }, 'web1');
  expect(asker.transcript).toContain('For what is not there yet it gets /srv/*.');
});

test('a long list is cut where a terminal ends, and says where the rest is', async () => {
  const asker = new FakeAsker('once');
  const touches = Array.from({ length: 40 }, (_, at) => ({
    ...{ path: `/srv/${at < 30 ? 'a' : 'b'}/${at}`, requested: '', access: 'edit' as const },
    ...{ tree: false, secret: false },
  }));
  const always = touches.map(({ path }) => path);
  await askPermission(asker, { ...request, patterns: always, always, metadata: { touches } }, 'web1');
  const shown = asker.transcript.join('\n');
  expect(shown).toContain('change /srv/a/14\n');
  expect(shown).toContain('and 25 more, in /srv/a and 1 other folder');
  expect(shown).not.toContain('/srv/a/15');
});
