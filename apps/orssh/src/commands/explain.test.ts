import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { explain } from './explain.js';

const [{ StubError }, { TunnelError }] = await Promise.all([
  import('@orssh/adaptor'),
  import('@orssh/tunnel'),
]);

const answer = (name: string, data: Record<string, unknown>) =>
  new StubError('web1', 400, { name, data: { message: 'it failed', ...data } });

test('a denied path names the flag that allows it, ready to paste', () => {
  const refusal = answer('PermissionRequiredError', { path: '/srv/my app', patterns: ['/srv/my app/*'] });
  expect(explain(refusal, '/nowhere')).toMatchObject({
    code: 'denied',
    exitCode: 125,
    host: 'web1',
    remedy: "allow it for this command: --allow '/srv/my app/*'",
  });
});

test('what the person refused is denied, and needs no remedy', () => {
  expect(explain(answer('ForbiddenError', { code: 'denied' }), '/nowhere')).toMatchObject({
    exitCode: 125,
    remedy: '',
  });
});

test('a folder that is missing means that the command cannot start', () => {
  const error = answer('BadRequestError', { field: 'cwd', code: 'cwd_not_found' });
  expect(explain(error, '/nowhere')).toMatchObject({ code: 'cwd', exitCode: 126 });
});

test("a host that is somebody else's says how to take it over", () => {
  expect(explain(answer('LeaseHeldError', { code: 'lease_held' }), '/nowhere')).toMatchObject({
    code: 'lease_held',
    exitCode: 1,
    remedy: expect.stringContaining('orssh leases steal web1') as string,
  });
});

test('any other answer points to the log of the stub', () => {
  expect(explain(answer('InternalError', {}), '/nowhere')).toMatchObject({
    exitCode: 1,
    remedy: expect.stringContaining('orssh logs web1') as string,
  });
});

test('a host that nobody knows suggests the alias that is meant', () => {
  const home = mkdtempSync(join(tmpdir(), 'orssh-test-'));
  try {
    mkdirSync(join(home, '.ssh'));
    writeFileSync(join(home, '.ssh', 'config'), 'Host *\n  User me\nHost staging production\n');
    const error = new TunnelError('dns', 'prodcution has no address', {
      host: 'me@prodcution',
      remedy: 'check it',
    });
    expect(explain(error, home)).toMatchObject({
      code: 'dns',
      exitCode: 255,
      remedy: expect.stringContaining('did you mean production') as string,
    });
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('every other error stays what it is', () => {
  const error = new TunnelError('refused', 'no', { host: 'web1', remedy: '' });
  expect(explain(error, '/nowhere')).toBe(error);
});
