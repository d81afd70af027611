import type { Approval } from '@orssh/protocol';

import { run } from '../run.js';
import { fakeCli } from '../testing/fake-cli.js';
import { librariesFor } from '../testing/fake-session.js';

const plain = { tree: true, access: 'all', by: 'ann@laptop', at: 0, until: 0 } as const;
const srv = { workspaceID: 'wrk_home', pattern: '/srv/app/*', path: '/srv/app', ...plain };
const etc: Approval = {
  ...{ workspaceID: 'wrk_2', pattern: '/etc/*', path: '/etc', ...plain },
  ...{ access: 'read', until: 4102444800000 },
};

function stubWith(...approvals: Approval[]) {
  const calls: unknown[] = [];
  return {
    calls,
    approvals: ({ workspaceID }: { workspaceID?: string }) =>
      Promise.resolve(approvals.filter((one) => !workspaceID || one.workspaceID === workspaceID)),
    approve: (what: { path: string; workspaceID?: string }) => {
      calls.push(['approve', what]);
      return Promise.resolve({ ...srv, path: what.path });
    },
    revokeApproval: (what: object) => {
      calls.push(['revoke', what]);
      return Promise.resolve({ removed: 1, ended: 2 });
    },
  };
}

async function approvals(words: string[], stub?: object) {
  const { libraries, opened } = librariesFor(stub);
  const cli = fakeCli({ libraries });
  const code = await run(['approvals', ...words], cli);
  return { code, opened, out: cli.stdout.text, err: cli.stderr.text };
}

test('all workspaces are listed, or one', async () => {
  const { out } = await approvals(['list', 'web1'], stubWith(srv, etc));
  expect(out).toMatch(/^PATH +ACCESS +WORKSPACE +BY +APPROVED +EXPIRES *\n/);
  expect(out).toMatch(/\n\/srv\/app +all +wrk_home +ann@laptop +\d{4}-.{11} +- *\n/);
  expect(out).toMatch(/\n\/etc +read +wrk_2 +ann@laptop +\d{4}-.{11} +2(099|100)-/);
  const one = await approvals(['list', 'web1', '--workspace', 'wrk_2', '--json'], stubWith(srv, etc));
  expect(JSON.parse(one.out)).toEqual({ host: 'web1', ...etc });
});

test('a host without a stub has no approvals, and gets no stub for the question', async () => {
  const { code, out, opened } = await approvals(['list', 'web1']);
  expect([code, out]).toEqual([0, 'nothing outside the workspaces is approved on web1\n']);
  expect(opened).toEqual([{ ifRunning: true }]);
});

test('a path without a beginning is meant from the home', async () => {
  const stub = stubWith();
  await approvals(['allow', 'web1', 'app', '--workspace', 'wrk_2'], stub);
  expect(stub.calls).toMatchObject([['approve', { path: '~/app', workspaceID: 'wrk_2' }]]);
});

test('what is approved may be for reading alone, and for a time', async () => {
  const stub = stubWith();
  await approvals(['add', 'web1', '/var/log', '--read', '--until', '7d'], stub);
  const [[, call]] = stub.calls as [[string, { access: string; until: number; by: string }]];
  expect(call.access).toBe('read');
  expect(call.until).toBeGreaterThan(Date.now());
  expect(call.by).toContain('@');
  expect((await approvals(['add', 'web1', '/x', '--read', '--edit'], stub)).code).toBe(2);
  expect((await approvals(['add', 'web1', '/x', '--until', 'soon'], stub)).code).toBe(2);
});

test('what is revoked is named by its path or its pattern', async () => {
  const stub = stubWith(srv, etc);
  await approvals(['revoke', 'web1', '/srv/app'], stub);
  const { out } = await approvals(['revoke', 'web1', '/etc/*'], stub);
  expect(out).toBe('/etc asks again (wrk_2); 2 commands that could use it are ended\n');
  expect(stub.calls).toEqual([
    ['revoke', { workspaceID: 'wrk_home', pattern: '/srv/app/*' }],
    ['revoke', { workspaceID: 'wrk_2', pattern: '/etc/*' }],
  ]);
});

test('--all revokes all, of one workspace where it is named', async () => {
  const stub = stubWith(srv, etc);
  await approvals(['revoke', 'web1', '--all', '--workspace', 'wrk_2'], stub);
  expect(stub.calls).toEqual([['revoke', { workspaceID: 'wrk_2', pattern: '/etc/*' }]]);
});

test('what is not approved cannot be revoked, and nothing is not all', async () => {
  const stub = stubWith(srv);
  const unknown = await approvals(['revoke', 'web1', '/usr'], stub);
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('orssh approvals list web1')]);
  expect((await approvals(['revoke', 'web1'], stub)).code).toBe(2);
  expect((await approvals(['revoke', 'web1', '/srv/app', '--all'], stub)).code).toBe(2);
  expect(stub.calls).toEqual([]);
});
