import { promptParts } from './prompt-parts.js';
import { fakeDoor, hostAway } from './testing/fake-door.js';

const stat = { path: '/srv/api/a', resolved: '/srv/api/a', size: 3, modified: 0, mode: 420, etag: 'e' };
const there = { ...stat, type: 'file', inside: true, approved: false, access: 'all', secret: false };

test('a mention of nothing is none', async () => {
  const { remote } = await fakeDoor(() => ({ json: { ...there, type: 'none' } }));
  expect(await promptParts(remote, 'someone')).toBeUndefined();
});

test('what cannot be read is said', async () => {
  const refusal = {
    name: 'PermissionRequiredError',
    data: { message: '/etc/x is outside of the workspace' },
  };
  const { remote } = await fakeDoor(({ path }) =>
    path.includes('/stat') ? { json: there } : { status: 403, json: refusal },
  );
  const parts = await promptParts(remote, '/etc/x');
  expect(JSON.stringify(parts)).toContain('Read tool failed to read /etc/x');
});

test('a host that is away is not waited for without end', async () => {
  const { remote } = await fakeDoor(() => hostAway);
  const parts = await promptParts(remote, 'a', { patienceMs: 20 });
  expect(parts).toMatchObject([{ text: expect.stringContaining('box does not answer') as string }]);
});
