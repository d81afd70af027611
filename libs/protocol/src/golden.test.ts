import { readFileSync } from 'node:fs';

import {
  approvalSchema,
  commandSchema,
  fileEntriesSchema,
  fileGlobSchema,
  fileGrepSchema,
  fileLinesSchema,
  fileRemovedSchema,
  fileStatSchema,
  fileWrittenSchema,
  frameMetaSchema,
  healthSchema,
  leaseGrantSchema,
  leaseHeldDataSchema,
  leaseLostDataSchema,
  leaseLostEventSchema,
  leaseSchema,
  commandLookSchema,
  permissionRequestSchema,
  revokedSchema,
  snapshotDiffSchema,
  snapshotRestoredSchema,
  snapshotTreeSchema,
  stubErrorBodySchema,
  stubWorkspaceSchema,
} from './index.js';

/** Bodies that the stub's own tests hold it to. */
function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
}

test.each([
  ['error-unauthorized', 'UnauthorizedError'],
  ['error-not-found', 'NotFoundError'],
  ['error-conflict', 'ConflictError'],
  ['error-method', 'MethodNotAllowedError'],
  ['error-too-large', 'PayloadTooLargeError'],
])('reads the error body %s', (name, kind) => {
  expect(stubErrorBodySchema.parse(golden(name)).name).toBe(kind);
});

test('an error body names the field that is wrong', () => {
  const { name, data } = stubErrorBodySchema.parse(golden('error-cwd'));
  expect([name, data.field, data.code]).toEqual(['BadRequestError', 'cwd', 'cwd_not_found']);
});

test('a permission error carries what a reply and a retry need', () => {
  const { name, data } = stubErrorBodySchema.parse(golden('error-permission-required'));
  expect(name).toBe('PermissionRequiredError');
  expect(data).toMatchObject({
    requestID: expect.stringMatching(/^per_/) as string,
    path: '/etc',
    patterns: ['/etc/*'],
  });
});

test.each(['exec-running', 'exec-exited', 'exec-killed'])('reads the command %s', (name) => {
  const body = golden(name) as { id: string; state: string };
  expect(commandSchema.parse(body)).toMatchObject({ id: body.id, state: body.state });
});

test('a command tells where its whole output is', () => {
  expect(commandSchema.parse(golden('exec-saved')).outputPath).toMatch(/output.wrk_home.exe_.*\.txt$/);
});

test.each(['start', 'cut', 'permission', 'denied', 'exit'])('reads the meta frame %s', (type) => {
  expect(frameMetaSchema.parse(golden(`frame-${type}`)).type).toBe(type);
});

test('a permission request shows the path after symlinks', () => {
  const [first] = golden('permission-list') as unknown[];
  expect(permissionRequestSchema.parse(first).path).toBe('/etc');
});

test('a permission request tells all that would be touched, and warns of secrets', () => {
  const [first] = golden('permission-many') as unknown[];
  const { metadata } = permissionRequestSchema.parse(first);
  expect(metadata.touches).toMatchObject([
    { path: '/home/user/.ssh/config', access: 'read', secret: true },
    { path: '/srv/out', access: 'edit', secret: false },
  ]);
  expect([metadata.unknown, metadata.warning]).toEqual([['$(cat list)'], expect.stringContaining('.ssh')]);
});

test('reads the health', () => {
  expect(healthSchema.parse(golden('health')).stub.enforcement).toBe('advisory');
});

test('reads the leases, and what was stolen', () => {
  expect(leaseSchema.parse(golden('lease'))).toEqual(golden('lease'));
  expect((golden('lease-list') as unknown[]).map((one) => leaseSchema.parse(one).id)).toEqual(['lse_ann']);
  expect(leaseGrantSchema.parse(golden('lease-grant'))).toMatchObject({ stolen: [], stopping: 0 });
  const { lease, stolen, stopping } = leaseGrantSchema.parse(golden('lease-stolen'));
  expect([lease.id, stolen.map((one) => one.id), stopping]).toEqual(['lse_bob', ['lse_ann'], 1]);
});

test('a lease that others hold is refused with who they are', () => {
  const { name, data } = stubErrorBodySchema.parse(golden('error-lease-held'));
  expect(name).toBe('LeaseHeldError');
  const { leases, commands } = leaseHeldDataSchema.parse(data);
  expect([leases[0]?.holder.user, commands]).toEqual(['ann', 1]);
});

test('a lost lease says why, and who has it now', () => {
  const { name, data } = stubErrorBodySchema.parse(golden('error-lease-lost'));
  expect(name).toBe('LeaseLostError');
  expect(leaseLostDataSchema.parse(data)).toMatchObject({ code: 'lease_stolen', by: { user: 'bob' } });
  const unknown = stubErrorBodySchema.parse(golden('error-lease-unknown'));
  expect(leaseLostDataSchema.parse(unknown.data)).toMatchObject({ code: 'lease_unknown' });
  const { payload } = golden('event-stub.lease.lost') as { payload: { properties: unknown } };
  expect(leaseLostEventSchema.parse(payload.properties)).toMatchObject({
    reason: 'stolen',
    by: { user: 'bob' },
  });
});

test('a command tells its lease and who started it', () => {
  expect(commandSchema.parse(golden('exec-leased'))).toMatchObject({
    leaseID: 'lse_ann',
    startedBy: { user: 'ann', machine: 'laptop' },
  });
});

test('reads the workspaces', () => {
  const workspace = stubWorkspaceSchema.parse(golden('workspace'));
  expect(workspace).toMatchObject({ id: 'wrk_app', directory: '/home/user/app', extra: { target: 'box' } });
  expect((golden('workspace-list') as unknown[]).map((one) => stubWorkspaceSchema.parse(one))).toEqual([
    workspace,
  ]);
});

test('reads the approvals', () => {
  const approval = approvalSchema.parse(golden('approval'));
  expect((golden('approval-list') as unknown[]).map((one) => approvalSchema.parse(one))).toEqual([approval]);
  expect(approval).toMatchObject({ access: 'read', by: 'ann@laptop', until: 4102444800000 });
  expect(revokedSchema.parse(golden('approvals-revoked'))).toEqual({ removed: 1, ended: 0 });
});

test('reads what is said of files', () => {
  expect(fileStatSchema.parse(golden('file-stat'))).toMatchObject({ type: 'file', size: 8, inside: true });
  expect(fileStatSchema.parse(golden('file-stat-none'))).toMatchObject({
    type: 'none',
    etag: '',
    inside: false,
  });
  expect(fileLinesSchema.parse(golden('file-lines'))).toMatchObject({ lines: ['one'], total: 2, more: true });
  expect(fileEntriesSchema.parse(golden('file-entries')).entries).toMatchObject([
    { name: 'a.txt', link: false },
  ]);
  expect(fileGlobSchema.parse(golden('file-glob')).files).toMatchObject([{ path: 'src/a.txt' }]);
  expect(fileGrepSchema.parse(golden('file-grep')).matches).toMatchObject([{ line: 2, text: 'two\n' }]);
  expect(fileWrittenSchema.parse(golden('file-written'))).toMatchObject({ size: 8, created: true });
  expect(fileRemovedSchema.parse(golden('file-removed'))).toEqual({ removed: true });
});

test('a file outside says what would have to be allowed', () => {
  const { name, data } = stubErrorBodySchema.parse(golden('error-outside'));
  expect([name, data.resolved, data.directory]).toEqual(['PermissionRequiredError', '/etc/hostname', '/etc']);
  const secret = stubErrorBodySchema.parse(golden('error-secret')).data;
  expect([secret.patterns, secret.warning]).toEqual([
    ['/home/user/app/.env'],
    expect.stringContaining('keys') as string,
  ]);
  expect(fileStatSchema.parse(golden('file-stat-secret'))).toMatchObject({
    ...{ inside: true, access: 'none', secret: true },
  });
  expect(stubErrorBodySchema.parse(golden('error-changed')).name).toBe('ChangedError');
});

test('reads snapshots', () => {
  expect(snapshotTreeSchema.parse(golden('snapshot-tree')).tree).toMatch(/^[0-9a-f]{40}$/);
  expect(snapshotDiffSchema.parse(golden('snapshot-diff')).files).toMatchObject([
    { file: 'src/a.txt', status: 'modified', additions: 1, deletions: 1 },
  ]);
  expect(snapshotRestoredSchema.parse(golden('snapshot-restored'))).toMatchObject({
    restored: 1,
    removed: 0,
  });
});

test('a look at a command tells what it would touch, and what allows it', () => {
  const look = commandLookSchema.parse(golden('command-look'));
  expect(look.touches.map(({ access, path }) => `${access} ${path}`)).toEqual([
    'edit /srv/out',
    'read /home/user/.ssh/config',
    'read /srv/in',
  ]);
  expect(look.patterns).toEqual(['/srv/*', '/home/user/.ssh/config']);
  expect(look.warning).toContain('keys');
});
