import { eventually } from '../harness/eventually.js';
import { newPerson } from '../harness/near/person.js';
import { onHosts } from '../harness/on-hosts.js';
import { stubs } from '../harness/processes.js';
import { orssh } from '../harness/product/orssh.js';
import { busybox, debian12 } from '../harness/profile.js';

type Line = Record<string, unknown>;

async function lines(...args: string[]): Promise<Line[]> {
  const { code, stdout, stderr } = await orssh([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

onHosts([debian12, busybox], 'a command that runs is listed, and ends by its pid', async ({ target }) => {
  const command = orssh(['exec', target, '--', 'sleep', '4242']);
  const [running = {}] = await eventually(
    () => lines('ps', target),
    (found) => found.length === 1,
  );
  expect(running).toMatchObject({ host: target, argv: ['sleep', '4242'] });
  await lines('kill', target, String(running['pid']), '-s', 'INT');
  expect((await command).code).toBe(130);
  expect(await lines('ps', target)).toEqual([]);
  expect(await lines('ps', target, '--all')).toMatchObject([{ id: running['id'], signal: 'SIGINT' }]);
});

onHosts(debian12, 'what is only asked puts no stub on a host', async ({ host, target }) => {
  for (const verb of [['ps'], ['approvals', 'list'], ['leases', 'list'], ['gc'], ['hosts', 'test']]) {
    const [first = '', ...more] = verb;
    expect((await orssh([first, ...more, target])).code).toBe(0);
  }
  expect(await stubs(host)).toEqual([]);
  expect((await host.admin('ls -A /home/dev')).stdout).not.toContain('opencode-remote-ssh');
});

onHosts(
  [debian12, busybox],
  'an approved folder needs no flag until it is taken back',
  async ({ target }) => {
    const inEtc = () => orssh(['exec', target, '--cwd', '/etc', '--', 'pwd']);
    await lines('approvals', 'allow', target, '/etc');
    expect(await inEtc()).toMatchObject({ code: 0, stdout: '/etc\n' });
    expect(await lines('approvals', 'list', target)).toMatchObject([{ host: target, path: '/etc' }]);
    await orssh(['stop', target]);
    expect(await lines('approvals', 'list', target)).toHaveLength(1);
    await lines('approvals', 'revoke', target, '/etc');
    expect((await inEtc()).code).toBe(125);
  },
);

onHosts(debian12, 'hosts of ssh_config are imported, tried, and used by their label', async ({ target }) => {
  const { env } = await newPerson([target]);
  const asPerson = (...args: string[]) => orssh(args, { env });
  expect((await asPerson('hosts', 'import', '--all', '--label', 'mine')).code).toBe(0);
  expect((await asPerson('hosts', 'test', '--all')).code).toBe(0);
  const [listed] = (await asPerson('hosts', 'list', '--label', 'mine', '--json')).stdout.split('\n');
  expect(JSON.parse(listed ?? '')).toMatchObject({ name: target, usedAt: expect.any(Number) as number });
  const { code, stdout } = await asPerson('exec', '--label', 'mine', '--', 'echo', 'here');
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('here') as string });
  expect((await asPerson('hosts', 'remove', target, '--yes')).code).toBe(0);
  expect((await asPerson('hosts', 'list', '--json')).stdout).toBe('');
});
