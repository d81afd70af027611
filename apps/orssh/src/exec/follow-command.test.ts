import type { PermissionReply, PermissionRequest } from '@orssh/protocol';

import { hostSession } from '../host/session.js';
import { type FakeCli, fakeCli, FakeOutput } from '../testing/fake-cli.js';
import { FakeCommand, fakeHost } from '../testing/fake-command.js';
import { FakeAsker } from '../testing/fake-asker.js';
import { tempHome } from '../testing/temp-home.js';
import { followCommand } from './follow-command.js';

const home = tempHome();

function follow(
  cli: FakeCli,
  command: FakeCommand,
  { stdin = 'none', json = false }: { stdin?: 'none' | 'pipe'; json?: boolean } = {},
) {
  const { host } = fakeHost(() => Promise.resolve(command));
  const session = hostSession(cli, { input: false }, 'quiet');
  return followCommand({ cli, host, session, request: { command: 'true', stdin, timeoutMs: 2000 }, json });
}

test('the command ends it with its output written and its exit code', async () => {
  const cli = fakeCli();
  const code = await follow(cli, new FakeCommand().print('stdout', 'hello\n').end({ exitCode: 3 }));
  expect([code, cli.stdout.text, cli.stderr.text]).toEqual([3, 'hello\n', '']);
});

test('Ctrl-C reaches the command, and its own end decides', async () => {
  const cli = fakeCli();
  const command = new FakeCommand();
  const followed = follow(cli, command);
  cli.interrupts.receive('SIGINT');
  await Promise.resolve();
  command.end({ exitCode: 0 });
  expect(await followed).toBe(0);
  expect(command.signals).toEqual(['SIGINT']);
});

test('a second Ctrl-C kills the command and gives up', async () => {
  const cli = fakeCli();
  const command = new FakeCommand();
  const followed = follow(cli, command);
  cli.interrupts.receive('SIGINT');
  cli.interrupts.receive('SIGINT');
  expect(await cli.interrupts.gaveUp).toBe(130);
  expect(command.signals).toEqual(['SIGINT', 'SIGKILL']);
  command.end();
  await followed;
});

/** A command that comes to the host when {@link arrive} is called; one that was killed by then is refused. */
function onItsWay() {
  const killed: unknown[] = [];
  let arrive: () => void = () => undefined;
  const { host } = fakeHost((request) => {
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    return arrived.then(() => {
      if (!killed.includes(request.key)) return new FakeCommand();
      throw Object.assign(new Error('withdrawn'), { name: 'StubError', code: 'withdrawn' });
    });
  });
  host.stub.killKey = (key) => {
    killed.push(key);
    return Promise.resolve();
  };
  return {
    host,
    killed,
    arrive: () => {
      arrive();
    },
  };
}

test('Ctrl-C ends a command that is on its way to the host', async () => {
  const cli = fakeCli();
  const { host, arrive } = onItsWay();
  const session = hostSession(cli, { input: false }, 'quiet');
  const followed = followCommand({ cli, host, session, request: { command: 'true' }, json: false });
  cli.interrupts.receive('SIGINT');
  arrive();
  expect(await followed).toBe(130);
});

test('a second Ctrl-C does not leave it to the host to begin', async () => {
  const cli = fakeCli();
  const { host, killed } = onItsWay();
  const session = hostSession(cli, { input: false }, 'quiet');
  followCommand({ cli, host, session, request: { command: 'true' }, json: false }).catch(() => undefined);
  cli.interrupts.receive('SIGINT');
  cli.interrupts.receive('SIGINT');
  expect(await cli.interrupts.gaveUp).toBe(130);
  expect(killed).toHaveLength(2);
});

test('an output that nobody reads kills the command', async () => {
  const cli = fakeCli();
  const command = new FakeCommand();
  const followed = follow(cli, command);
  cli.interrupts.outputBroke();
  expect(await cli.interrupts.gaveUp).toBe(141);
  expect(command.signals).toEqual(['SIGKILL']);
  command.end();
  await followed;
});

test('a timeout gives 124 and says so', async () => {
  const cli = fakeCli();
  expect(
    await follow(cli, new FakeCommand().end({ exitCode: null, signal: 'SIGTERM', timedOut: true })),
  ).toBe(124);
  expect(cli.stderr.text).toBe('orssh: the command was ended after 2.0 s (--timeout)\n');
});

test('a command that a signal ended on the host is no silent failure', async () => {
  const cli = fakeCli();
  expect(await follow(cli, new FakeCommand().end({ exitCode: null, signal: 'SIGKILL' }))).toBe(137);
  expect(cli.stderr.text).toContain('SIGKILL');
});

test('what a command was kept from is said where it is not the command that says it', async () => {
  const hint = 'out of reach: /srv/a\u001b[2J. `orssh approvals add HOST PATH` approves it';
  const cli = fakeCli();
  const end = () => new FakeCommand().print('stderr', 'denied\n').end({ exitCode: 1, hint });
  expect(await follow(cli, end())).toBe(1);
  expect(cli.stderr.text).toMatch(/^denied\norssh: out of reach: [^\u001b]*`orssh approvals add web1 PATH`/);
  const other = fakeCli();
  await follow(other, end(), { json: true });
  expect(other.stderr.text).toBe('');
  expect(JSON.parse(other.stdout.text.trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'exit', hint });
});

test('that nothing holds the commands of a host is said on a terminal, once', async () => {
  const loose = () => Object.assign(new FakeCommand().end(), { loose: 'the kernel has no Landlock' });
  const onTerminal = () => fakeCli({ env: home.env, stderr: new FakeOutput(true) });
  const [piped, json, first, second] = [
    fakeCli({ env: home.env }),
    onTerminal(),
    onTerminal(),
    onTerminal(),
  ] as const;
  await follow(piped, loose());
  await follow(json, loose(), { json: true });
  await follow(first, loose());
  await follow(second, loose());
  expect([piped, json, second].map(({ stderr }) => stderr.text)).toEqual(['', '', '']);
  expect(first.stderr.text).toContain('web1 are not held to what was approved: the kernel has no Landlock');
});

test('standard input goes to a command that takes it', async () => {
  const cli = fakeCli();
  const command = new FakeCommand();
  command.stdin.on('data', (chunk: Buffer) => command.print('stdout', chunk));
  command.stdin.on('end', () => command.end());
  cli.stdin.end('echoed');
  await follow(cli, command, { stdin: 'pipe' });
  expect(cli.stdout.text).toBe('echoed');
});

test('the person answers for a path outside the allowed ones', async () => {
  const cli = fakeCli();
  const replies: (PermissionReply | undefined)[] = [];
  const permission = {
    ...{ always: ['/etc/*'], patterns: ['/etc/*'], path: '/etc' },
    metadata: {},
  } as unknown as PermissionRequest;
  const { host } = fakeHost(() => Promise.resolve(new FakeCommand().end()));
  host.stub.exec = async (_request, options) => {
    replies.push(await options?.onPermission?.(permission));
    return new FakeCommand().end();
  };
  const session = { ...hostSession(cli, { input: false }, 'quiet'), asker: new FakeAsker('always') };
  await followCommand({ cli, host, session, request: { command: 'ls' }, json: false });
  expect(replies).toEqual(['always']);
});

test('a connection that breaks says that the command may go on', async () => {
  const cli = fakeCli();
  const command = new FakeCommand().end();
  const lost = new Error('the connection was lost');
  const broken = Object.assign(Object.create(command) as FakeCommand, { exit: Promise.reject(lost) });
  await expect(follow(cli, broken)).rejects.toBe(lost);
  expect(cli.stderr.text).toContain('pid 4711 there');
});
