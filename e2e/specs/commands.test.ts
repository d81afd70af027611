import { createHash } from 'node:crypto';
import { once } from 'node:events';

import { eventually } from '../harness/eventually.js';
import { onHosts } from '../harness/on-hosts.js';
import { processes } from '../harness/processes.js';
import { execute, finish, output } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { busybox, debian12 } from '../harness/profile.js';

const kinds = [debian12, busybox];
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

onHosts(kinds, 'standard input reaches the command byte for byte, and closing it ends it', async (given) => {
  const remote = await open(given);
  const bytes = Buffer.alloc(
    3_000_001,
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
  );
  const command = await remote.stub.exec({ argv: ['/bin/cat'], stdin: 'pipe' });
  const written = once(command.stdin.end(bytes), 'finish');
  const { stdout, exit } = await finish(command);
  await written;
  expect(digest(stdout)).toBe(digest(bytes));
  expect(exit.exitCode).toBe(0);
});

onHosts(kinds, 'much output arrives whole', async (given) => {
  const remote = await open(given);
  const { stdout } = await execute(remote, { command: 'head -c 30000000 /dev/zero', onFull: 'block' });
  expect(stdout.equals(Buffer.alloc(30_000_000))).toBe(true);
});

onHosts(kinds, 'folder and environment are as asked', async (given) => {
  const remote = await open(given);
  await output(remote, 'mkdir -p ~/"a folder"');
  const request = { command: 'pwd; echo "$GREETING"', cwd: '~/a folder', env: { GREETING: "it's\n$me" } };
  expect((await execute(remote, request)).stdout.toString()).toBe("/home/dev/a folder\nit's\n$me\n");
});

onHosts(kinds, 'a command that takes too long is ended with all its children', async (given) => {
  const remote = await open(given);
  const { exit } = await execute(remote, { command: 'sleep 4242 & sleep 4242', timeoutMs: 500 });
  expect(exit).toMatchObject({ timedOut: true });
  await eventually(
    () => processes(given.host),
    (lines) => !lines.some((line) => line.includes('sleep 4242')),
  );
});

onHosts(kinds, 'kill ends the whole process group', async (given) => {
  const remote = await open(given);
  const command = await remote.stub.exec({ command: 'sleep 4242 & echo started; wait' });
  const finished = finish(command);
  await eventually(
    () => processes(given.host),
    (lines) => lines.some((line) => line.startsWith('sleep 4242')),
  );
  await command.kill('SIGTERM');
  expect((await finished).exit).toMatchObject({ signal: 'SIGTERM', killed: true });
  await eventually(
    () => processes(given.host),
    (lines) => !lines.some((line) => line.includes('sleep 4242')),
  );
});

onHosts(kinds, 'the same key never runs a command twice', async (given) => {
  const remote = await open(given);
  const request = { command: 'echo ran >> ~/ran', key: 'once-only' };
  await Promise.all([execute(remote, request), execute(remote, request)]);
  expect(await output(remote, 'cat ~/ran')).toBe('ran\n');
});

onHosts(
  kinds,
  'a folder outside the home is refused until it is allowed, and "always" is remembered',
  async (given) => {
    const remote = await open(given);
    const request = { argv: ['/bin/pwd'], cwd: '/etc', onDenied: 'fail' as const };
    await expect(execute(remote, request)).rejects.toMatchObject({ kind: 'PermissionRequiredError' });
    expect((await execute(remote, { ...request, allow: ['/etc/*'] })).stdout.toString()).toBe('/etc\n');
    await expect(execute(remote, request)).rejects.toMatchObject({ kind: 'PermissionRequiredError' });

    const waiting = await remote.stub.exec(
      { ...request, onDenied: 'wait' },
      { onPermission: () => Promise.resolve('always') },
    );
    expect((await finish(waiting)).stdout.toString()).toBe('/etc\n');
    expect((await execute(remote, request)).stdout.toString()).toBe('/etc\n');
  },
);

onHosts(kinds, 'a symlink out of the home is decided by where it leads', async (given) => {
  const remote = await open(given);
  await execute(remote, { command: 'ln -s /etc ~/inside', allow: ['/etc/*'] });
  const asked: unknown[] = [];
  const denied = remote.stub.exec(
    { argv: ['/bin/pwd'], cwd: '~/inside' },
    {
      onPermission: ({ metadata }) => {
        asked.push(metadata.path);
        return Promise.resolve('reject');
      },
    },
  );
  await expect(denied).rejects.toMatchObject({ code: 'denied' });
  expect(asked).toEqual(['/etc']);
});
