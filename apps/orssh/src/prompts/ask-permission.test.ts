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
  expect(shown).toContain('and change 25 more, in /srv/a, /srv/b');
  expect(shown).not.toContain('/srv/a/15');
});

test('of a long list what matters most comes first, and no change hides among what is read', async () => {
  const asker = new FakeAsker('once');
  const touch = { requested: '', tree: false, secret: false };
  const touches = [
    ...Array.from({ length: 30 }, (_, at) => ({ ...touch, path: `/srv/${at}`, access: 'read' as const })),
    { ...touch, path: '/etc/shadow', access: 'edit' as const },
    { ...touch, path: '/root/.ssh/id', access: 'read' as const, secret: true },
  ];
  const always = touches.map(({ path }) => path);
  await askPermission(asker, { ...request, patterns: always, always, metadata: { touches } }, 'web1');
  expect(asker.transcript.slice(1, 4)).toEqual([
    '  read /root/.ssh/id',
    '  change /etc/shadow',
    '  read /srv/0',
  ]);
  expect(asker.transcript).toContain('  and read 17 more, in /srv');
});

const hiding: [name: string, path: string, shown: string][] = [
  ['a line of its own', '/srv/x\n  read /tmp', String.raw`read /srv/x\n \x20read /tmp`],
  ['blanks that fill a screen', `/srv/ok${' '.repeat(2000)}/../../etc`, String.raw`read /srv/ok \x20`],
  ['what has no look', '/srv/a\u200bpp', String.raw`read /srv/a\u200bpp`],
  ['text that turns', '/srv/\u202egpj.exe', String.raw`read /srv/\u202egpj.exe`],
  ['a length', `/etc/${'x'.repeat(4000)}/shadow`, 'read /etc/xxx'],
];

test.each(hiding)(
  'a path with %s hides nothing: it takes a line, and begins and ends as it does',
  async (...given) => {
    const [, path, shown] = given;
    const asker = new FakeAsker('once');
    const touch = { path, requested: '', access: 'read' as const, tree: false, secret: false };
    const patterns = [path];
    await askPermission(
      asker,
      { ...request, patterns, always: patterns, metadata: { touches: [touch] } },
      'web1',
    );
    const [head, line, ...rest] = asker.transcript.join('\n').split('\n');
    expect([head, line?.slice(0, shown.length + 2)]).toEqual([expect.stringContaining('web1'), `  ${shown}`]);
    expect(line?.slice(-2)).toBe(path.slice(-2));
    expect(line?.length).toBeLessThan(400);
    expect(rest.filter((one) => one.includes('/tmp') || one.includes('/etc')).length).toBeLessThan(2);
  },
);

test('several places without more about them are all named', async () => {
  const asker = new FakeAsker('once');
  await askPermission(asker, { ...request, patterns: ['/etc/*', '/srv/*'] }, 'web1');
  expect(asker.transcript).toContain('  work in /etc/*, /srv/*');
});
