import { type OpenHostEvent, openHost } from '@orssh/adaptor';
import { stopStub, uninstallStub } from '@orssh/bootstrap';

import { onHosts } from '../harness/on-hosts.js';
import { stubs } from '../harness/processes.js';
import { execute } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { arm64, busybox, debian11, debian12 } from '../harness/profile.js';

const kinds = [debian12, debian11, busybox, arm64];
const root = '/home/dev/.opencode-remote-ssh';

onHosts(kinds, 'a host that has nothing gets a stub, and a command runs through it', async (given) => {
  const events: OpenHostEvent[] = [];
  const remote = await open(given, { onProgress: (event) => events.push(event) });
  expect(events).toContainEqual(expect.objectContaining({ step: 'probed', installed: false, root }));
  expect(remote.running.how).toBe('installed');

  const script = 'pwd; echo err >&2; exit 3';
  const { stdout, stderr, exit } = await execute(remote, { argv: ['/bin/sh', '-c', script] });
  expect({ stdout: stdout.toString(), stderr, code: exit.exitCode }).toEqual({
    stdout: '/home/dev\n',
    stderr: 'err\n',
    code: 3,
  });
});

onHosts(kinds, 'stop ends the stub, and nothing of it runs on', async (given) => {
  const remote = await open(given);
  await remote.stub.exec({ argv: ['/bin/sleep', '4242'] });
  expect(await stubs(given.host)).toHaveLength(1);

  expect(await stopStub(remote.connection)).toMatchObject({ stopped: true });
  const { stdout } = await given.host.admin("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
  expect(stdout).not.toMatch(/opencode-remote-ssh-stub|sleep 4242/);
});

onHosts([debian12, busybox], 'a stub that runs is found again without a look at the host', async (given) => {
  const first = await openHost(given.target);
  await first.close();
  const again = await open(given);
  expect(again.running.how).toBe('remembered');
  expect(again.running.ready.instance).toBe(first.running.ready.instance);
});

onHosts([debian12, busybox], 'a binary that is there is not uploaded again', async (given) => {
  const first = await open(given);
  await stopStub(first.connection);
  const steps: string[] = [];
  const again = await open(given, { onProgress: ({ step }) => steps.push(step) });
  expect(again.running.how).toBe('found');
  expect(steps).not.toContain('upload');
  expect(again.running.ready.instance).not.toBe(first.running.ready.instance);
});

onHosts([debian12, busybox], 'only the user can read what the stub keeps', async (given) => {
  await open(given);
  const modes = await given.host.admin(
    `cd ${root} && stat -c '%a %n' . run run/stub.token run/stub.sock run/stub.pid`,
  );
  expect(modes.stdout).toBe('700 .\n700 run\n600 run/stub.token\n600 run/stub.sock\n600 run/stub.pid\n');
});

onHosts([debian12, busybox], 'the token is in no command line and in no environment', async (given) => {
  await open(given);
  const { stdout: token } = await given.host.admin(`cat ${root}/run/stub.token`);
  expect(token.trim()).toMatch(/^[0-9a-f]{64}$/);
  const { stdout } = await given.host.admin('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null');
  expect(stdout).toContain('opencode-remote-ssh-stub');
  expect(stdout).not.toContain(token.trim());
});

onHosts([debian12, busybox], 'the stub listens on the loopback address alone', async (given) => {
  const { port } = (await open(given)).running.ready;
  const { stdout } = await given.host.admin('cat /proc/net/tcp /proc/net/tcp6 2>/dev/null');
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const listeners = stdout.split('\n').filter((line) => line.includes(`:${hex} `) && line.includes(' 0A '));
  expect(listeners).toHaveLength(1);
  expect(listeners[0]).toContain(`0100007F:${hex}`);
});

onHosts([debian12, busybox], 'uninstall leaves no file and no process', async (given) => {
  const remote = await open(given);
  expect(await uninstallStub(remote.connection)).toMatchObject({ removed: true });
  expect((await given.host.admin(`ls -A /home/dev`)).stdout).not.toContain('opencode-remote-ssh');
  expect(await stubs(given.host)).toEqual([]);
});
