import { fakeCli } from '../testing/fake-cli.js';
import { tempHome } from '../testing/temp-home.js';
import { explain } from './explain.js';
import { failureExitCode } from './failure-exit-code.js';

const cli = fakeCli({ libraries: { leaseAnswers: () => import('@orssh/adaptor/lease') } });
const home = tempHome();

const [{ StubError }, { TunnelError }] = await Promise.all([
  import('@orssh/adaptor'),
  import('@orssh/tunnel'),
]);

const answer = (name: string, data: Record<string, unknown>) =>
  new StubError('web1', 400, { name, data: { message: 'it failed', ...data } });

test('a denied path names the flag that allows it, ready to paste', async () => {
  const refusal = answer('PermissionRequiredError', { path: '/srv/my app', patterns: ['/srv/my app/*'] });
  expect(await explain(cli, refusal)).toMatchObject({
    code: 'denied',
    exitCode: 125,
    host: 'web1',
    remedy: "allow it for this command: --allow '/srv/my app/*'; or for good: orssh approvals add web1 PATH",
  });
});

test('a file that is to be made takes its folder', async () => {
  const refusal = answer('PermissionRequiredError', {
    path: '/srv/new',
    paths: ['/srv/new'],
    patterns: ['/srv/*'],
  });
  expect(await explain(cli, refusal)).toMatchObject({
    message: '/srv/new on web1 is outside the allowed paths',
    remedy:
      "allow it for this command: --allow '/srv/*' (to make a file takes its folder); or for good: orssh approvals add web1 PATH",
  });
});

test('several denied paths are all named, and what may hold secrets is said', async () => {
  const refusal = answer('PermissionRequiredError', {
    ...{ path: '/srv/a', paths: ['/srv/a', '/b', '/c/.env'], patterns: ['/srv/a', '/b/*', '/c/.env'] },
    warning: '/c/.env may hold keys.',
  });
  expect(await explain(cli, refusal)).toMatchObject({
    message: '/srv/a, /b and /c/.env on web1 are outside the allowed paths; /c/.env may hold keys.',
    remedy: expect.stringMatching(/^allow them for this command: --allow \/srv\/a --allow/) as string,
  });
});

test('what the person refused is denied, and needs no remedy', async () => {
  expect(await explain(cli, answer('ForbiddenError', { code: 'denied' }))).toMatchObject({
    exitCode: 125,
    remedy: '',
  });
});

test('a folder that is missing means that the command cannot start', async () => {
  const error = answer('BadRequestError', { field: 'cwd', code: 'cwd_not_found' });
  expect(await explain(cli, error)).toMatchObject({ code: 'cwd', exitCode: 126 });
});

test.each([
  ['NoSpaceError', 'Free some space on web1'],
  ['UnavailableError', 'End some commands or close workspaces on web1'],
  ['TooManyRequestsError', 'without the right token'],
  ['TimeoutError', 'The line to web1 stood still'],
  ['PayloadTooLargeError', 'Send less'],
])('a host that has no more of something is named with what to do: %s', async (name, remedy) => {
  expect(await explain(cli, answer(name, {}))).toMatchObject({
    exitCode: 1,
    host: 'web1',
    remedy: expect.stringContaining(remedy) as string,
  });
});

test('any other answer points to the log of the stub', async () => {
  expect(await explain(cli, answer('InternalError', {}))).toMatchObject({
    exitCode: 1,
    remedy: expect.stringContaining('orssh logs web1') as string,
  });
});

test.each([
  ['me@prodcution', 'did you mean "production"?'],
  ['gpu-l', 'did you mean "gpu-1"?'],
  ['trianer:22', 'did you mean "trainer"?'],
  ['elsewhere', ''],
  ['production', ''],
])('for %s, a host that nobody knows, %j', async (host, question) => {
  home.write('.ssh/config', 'Host *\n  User me\nHost staging production\n');
  home.write(
    '.config/orssh/config.yaml',
    'providers: {lab: {hosts: [{name: gpu-1, aliases: [trainer], ssh: {host: h}}]}}',
  );
  const error = new TunnelError('dns', `${host} has no address`, { host, remedy: 'check it' });
  const shown = await explain(fakeCli({ env: home.env, cwd: home.path }), error);
  expect(shown).toMatchObject({ code: 'dns', message: error.message });
  expect((shown as { remedy: string }).remedy).toBe(
    question === '' ? 'check it' : `${question} Otherwise: check it`,
  );
});

test('a broken configuration keeps nobody from the failure', async () => {
  home.write('.config/orssh/config.yaml', 'providers: [');
  const error = new TunnelError('dns', 'web has no address', { host: 'web', remedy: 'check it' });
  expect(await explain(fakeCli({ env: home.env, cwd: home.path }), error)).toBe(error);
});

test('every other error stays what it is', async () => {
  const error = new TunnelError('refused', 'no', { host: 'web1', remedy: '' });
  expect(await explain(cli, error)).toBe(error);
});

const holder = { workspace: 'wrk_a', user: 'ann', machine: 'laptop', machineID: 'm1', pid: 7 };

test('a host that somebody has leased is said with who it is, and how to get it', async () => {
  const lease = {
    ...{ id: 'lse_1', mode: 'exclusive', holder, ttlMs: 60_000, fence: 1 },
    ...{ acquiredAt: 0, expiresAt: 60_000 },
  };
  const data = { code: 'lease_held', leases: [lease], commands: 0 };
  const shown = await explain(cli, answer('LeaseHeldError', data));
  expect(shown).toMatchObject({
    code: 'held',
    host: 'web1',
    message: expect.stringMatching(/^web1 is in use: .*ann@laptop/) as string,
    remedy: expect.stringContaining('--steal') as string,
  });
  expect(failureExitCode(shown)).toBe(122);
});

test('work under a lease that is gone is not done, and the thief is named', async () => {
  const shown = await explain(cli, answer('LeaseLostError', { code: 'lease_stolen', by: holder }));
  expect(shown).toMatchObject({ code: 'lost', message: expect.stringContaining('ann@laptop') as string });
  expect(failureExitCode(shown)).toBe(122);
});
