import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../run.js';
import { fakeCli } from '../testing/fake-cli.js';
import { tempHome } from '../testing/temp-home.js';

const home = tempHome();
const state = (name: string) => join('.local/state/opencode-remote-ssh', name);
const report = {
  removed: [{ path: '/root/bin/stub-1', bytes: 6_600_000, why: 'not in use' }],
  kept: [{ path: '/root/bin/stub-2', why: 'it runs' }],
  freedBytes: 6_600_000,
};

async function gc(...words: string[]) {
  const asked: unknown[] = [];
  const bootstrap = {
    ...(await import('@orssh/bootstrap')),
    findStubBinaries: () => Promise.resolve({ binaries: [{ sha256: 'a'.repeat(64) }] }),
    collectGarbage: (_connection: unknown, options: { dryRun?: boolean }) => {
      asked.push(options);
      return Promise.resolve({ ...report, dryRun: options.dryRun === true });
    },
  };
  const connection = { destination: {}, close: () => Promise.resolve() };
  const connectHost = (target: string) =>
    target === 'dead' ? Promise.reject(new Error('no')) : Promise.resolve(connection);
  const libraries = {
    bootstrap: () => Promise.resolve(bootstrap),
    adaptor: () => Promise.resolve({ connectHost }),
  };
  const cli = fakeCli({ env: home.env, cwd: home.path, libraries: libraries as object });
  const code = await run(['gc', ...words], cli);
  const lines = () =>
    cli.stdout.text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  return { code, asked, out: cli.stdout.text, err: cli.stderr.text, lines };
}

test('without hosts nothing is contacted', async () => {
  expect(await gc()).toMatchObject({ code: 0, asked: [], out: 'nothing to remove\n' });
});

test('on a host what is removed and what is kept are told apart, and our own version stays', async () => {
  const { asked, out, code } = await gc('web1');
  expect(asked).toEqual([expect.objectContaining({ keep: ['a'.repeat(64)] })]);
  expect(out).toMatch(
    /web1 +\/root\/bin\/stub-1 +6\.6 MB +not in use\n.*kept: it runs\nremoved 1 thing, 6\.6 MB\n$/,
  );
  expect(code).toBe(0);
});

test('a host that is not reached fails alone', async () => {
  const { code, lines } = await gc('dead', 'web1', '--json');
  expect(code).toBe(1);
  expect(lines()).toMatchObject([
    { where: 'web1', state: 'removed' },
    { where: 'web1', state: 'kept' },
    { where: 'dead', error: {} },
  ]);
});

test('a dry run says what this machine would forget, and forgets nothing', async () => {
  const old = home.write(state('hosts/0123.json'), '{}');
  utimesSync(old, 0, 0);
  home.write(
    state('usage.json'),
    JSON.stringify({ hosts: { 'lab/gone': { usedAt: 1 }, 'lab/new': { usedAt: Date.now() } } }),
  );
  const whats = async (...words: string[]) =>
    (await gc(...words, '--json')).lines().map((line) => (line as { what: string }).what);
  const expected = [old, 'when lab/gone was used'];
  expect(await whats('--dry-run')).toEqual(expected);
  expect(await whats()).toEqual(expected);
  expect(await whats()).toEqual([]);
  expect(readdirSync(join(home.path, state('hosts')))).toEqual([]);
});

test('the lease of a process that has ended is dropped', async () => {
  const ended = { pid: 4_000_000, startTime: '1', bootID: 'another' };
  const processes = { self: () => ended, fate: () => 'alive' as const };
  const { localLeases } = await import('@orssh/lease');
  const leases = localLeases({ env: home.env, processes });
  await leases.acquire({ host: 'me@web1:22', target: 'web1', mode: 'shared', workspace: 'app' });
  const line = { where: 'here', what: expect.stringContaining('lease of web1, workspace app') as string };
  expect((await gc('--dry-run', '--json')).lines()).toMatchObject([{ ...line, state: 'garbage' }]);
  expect((await gc('--json')).lines()).toMatchObject([{ ...line, state: 'removed' }]);
  expect((await gc('--json')).lines()).toEqual([]);
});

test('old workspaces that failed, or whose host is gone, are forgotten; others stay', async () => {
  const record = (id: string, changes: Record<string, unknown>) =>
    home.write(
      state(`workspaces/${id}.json`),
      JSON.stringify({
        ...{ v: 1, id, projectID: 'p', type: 'ssh-provider', name: id.slice(4), branch: null, host: 'box' },
        ...{ target: 'lab/box', directory: '/srv', workspaceID: id, extra: null, secret: 'a'.repeat(48) },
        ...{ at: 1, ...changes },
      }),
    );
  record('wrk_failed', { state: 'failed' });
  record('wrk_young', { state: 'failed', at: Date.now() });
  record('wrk_removed', { state: 'removed' });
  record('wrk_alias', { state: 'removed', target: 'box' });
  record('wrk_used', { state: 'ready' });
  const whats = async (...words: string[]) =>
    (await gc(...words, '--json')).lines().map((line) => (line as { what: string }).what);
  const expected = ['workspace failed on box', 'workspace removed on box'];
  expect(await whats('--dry-run')).toEqual(expected);
  expect(await whats()).toEqual(expected);
  expect(await whats()).toEqual([]);
  expect(readdirSync(join(home.path, state('workspaces')))).toHaveLength(3);
});
