import { PassThrough } from 'node:stream';

import type { RemoteHost } from '@orssh/adaptor';
import type { RemoteCommand } from '@orssh/adaptor';

import { run } from '../run.js';
import { fakeCli, FakeOutput } from '../testing/fake-cli.js';
import { FakeCommand, fakeHost } from '../testing/fake-command.js';

type Answer = () => FakeCommand | Error | Promise<RemoteCommand>;

const refused = (host: string) =>
  Object.assign(new Error(`${host} refused the connection`), {
    code: 'refused',
    host,
    remedy: 'check that sshd runs there',
  });

/** Hosts by name: each answers with a command, or cannot be reached. */
function fleet(answers: Record<string, Answer>, parts: Parameters<typeof fakeCli>[0] = {}) {
  const opened: string[] = [];
  const openHost = (target: string): Promise<RemoteHost> => {
    opened.push(target);
    const answer = answers[target]?.() ?? refused(target);
    if (answer instanceof Error) return Promise.reject(answer);
    const { host, requests } = fakeHost(() => Promise.resolve(answer));
    all.push(requests);
    return Promise.resolve(host);
  };
  const all: { allow?: unknown[]; onDenied?: string; stdin?: string }[][] = [];
  const adaptor = { openHost, connectHost: () => Promise.reject(new Error('not here')) };
  const stubs = { directory: '', binaries: [], get: () => undefined };
  const cli = fakeCli({
    ...parts,
    libraries: {
      adaptor: () => Promise.resolve(adaptor),
      bootstrap: () => Promise.resolve({ findStubBinaries: () => Promise.resolve(stubs) } as never),
    },
  });
  cli.stdin.isTTY = true;
  return { cli, opened, requests: all };
}

const says =
  (text: string, code = 0) =>
  () =>
    new FakeCommand().print('stdout', text).end({ exitCode: code });

const summary = (text: string) => text.replace(/in [\d.]+ m?s/, 'in T');

test('each line stands after its host, padded, the last one is completed, and the streams stay apart', async () => {
  const { cli } = fleet({
    a: says('one\ntwo'),
    web10: () => new FakeCommand().print('stderr', 'oh\n').end(),
  });
  expect(await run(['exec', 'a,web10', '--', 'ls'], cli)).toBe(0);
  expect(cli.stdout.text).toBe('a     │ one\na     │ two\n');
  expect(summary(cli.stderr.text)).toBe('web10 │ oh\n2 ok in T\n');
});

test('a summary counts, and names each host that failed with its reason and remedy', async () => {
  const { cli } = fleet({ a: says('x\n'), b: says('', 3), c: () => refused('c') });
  expect(await run(['exec', 'a,b,c', 'ls'], cli)).toBe(123);
  expect(summary(cli.stderr.text)).toBe(
    [
      '1 ok, 1 exit 3, 1 unreachable in T',
      'HOST  RESULT       WHY',
      'b     exit 3',
      'c     unreachable  c refused the connection',
      '                   → check that sshd runs there',
      '',
    ].join('\n'),
  );
});

test.each([
  [{ a: says('', 3), b: says('', 3) }, 3],
  [{ a: says('', 3), b: says('', 4) }, 123],
  [{ a: () => refused('a'), b: () => refused('b') }, 255],
])('the exit code is the one that all hosts have, else 123', async (answers, code) => {
  const { cli } = fleet(answers);
  expect(await run(['exec', 'a,b', 'ls'], cli)).toBe(code);
});

test('a person’s terminal gets no control characters, and of a progress bar the last state', async () => {
  const { cli } = fleet(
    { a: says('10%\r20%\r\n\u001b[2Jx\tä\n'), b: says('') },
    { stdout: new FakeOutput(true), env: { NO_COLOR: '1' } },
  );
  await run(['exec', 'a,b', 'ls'], cli);
  expect(cli.stdout.text).toBe('a │ 20%\na │ \\x1b[2Jx\tä\n');
});

test('with --json every line is an object that names its host, and the last one is the summary', async () => {
  const { cli } = fleet({ a: says('x\n'), c: () => refused('c') });
  expect(await run(['exec', 'a,c', '--json', 'ls'], cli)).toBe(123);
  const lines = cli.stdout.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ host }) => host === 'a')).toEqual([
    { host: 'a', type: 'stdout', text: 'x\n' },
    { host: 'a', type: 'exit', exitCode: 0, signal: null, timedOut: false, durationMs: 5 },
  ]);
  expect(lines.find(({ host }) => host === 'c')).toMatchObject({ error: { code: 'refused' } });
  expect(lines.at(-1)).toMatchObject({
    type: 'summary',
    hosts: 2,
    results: { ok: 1, unreachable: 1 },
    exitCode: 123,
  });
  expect(cli.stderr.text).toBe('');
});

test('standard input goes to every host', async () => {
  const commands = { a: new FakeCommand(), b: new FakeCommand() };
  const got = Object.values(commands).map(async (command) => {
    let text = '';
    for await (const chunk of command.stdin) text += String(chunk);
    command.end();
    return text;
  });
  const { cli } = fleet({ a: () => commands.a, b: () => commands.b }, { stdin: new PassThrough() });
  cli.stdin.isTTY = false;
  cli.stdin.end('for all');
  expect(await run(['exec', 'a,b', '--parallel', '1', 'cat'], cli)).toBe(0);
  expect(await Promise.all(got)).toEqual(['for all', 'for all']);
});

test('nobody is asked for a permission of one host: it fails, with the flag that allows it', async () => {
  const { cli, requests } = fleet({ a: says(''), b: says('') });
  await run(['exec', 'a,b', '--allow', '/etc/*', 'ls'], cli);
  expect(requests.flat()).toMatchObject([
    { onDenied: 'fail', allow: ['/etc/*'], stdin: 'none' },
    { onDenied: 'fail', allow: ['/etc/*'] },
  ]);
});

test('--fail-fast begins on no host after the first that failed', async () => {
  const { cli, opened } = fleet({ a: says('', 1), b: says(''), c: says('') });
  expect(await run(['exec', 'a,b,c', '--parallel', '1', '--fail-fast', 'ls'], cli)).toBe(1);
  expect(opened).toEqual(['a']);
  expect(summary(cli.stderr.text)).toMatch(/^1 exit 1, 2 not started in T\n/);
});

test('Ctrl-C goes to every command and starts no further one; the summary still comes', async () => {
  const [one, two] = [new FakeCommand(), new FakeCommand()];
  const { cli, opened } = fleet({ a: () => one, b: () => two, c: says('') });
  const ended = run(['exec', 'a,b,c', '--parallel', '2', 'sleep 9'], cli);
  one.print('stdout', 'here\n');
  two.print('stdout', 'here\n');
  while (cli.stdout.text.split('here').length < 3) await new Promise((resolve) => setImmediate(resolve));
  cli.interrupts.receive('SIGINT');
  while (two.signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
  for (const command of [one, two]) command.end({ exitCode: null, signal: 'SIGINT' });
  expect(await ended).toBe(130);
  expect([one.signals, two.signals, opened]).toEqual([['SIGINT'], ['SIGINT'], ['a', 'b']]);
  expect(summary(cli.stderr.text)).toMatch(/^2 SIGINT, 1 not started in T\n/);
});

test('a second Ctrl-C kills them all and gives up', async () => {
  const command = new FakeCommand().print('stdout', 'here\n');
  const { cli } = fleet({ a: () => command, b: says('') });
  const ended = run(['exec', 'a,b', 'sleep 9'], cli);
  while (!cli.stdout.text.includes('here')) await new Promise((resolve) => setImmediate(resolve));
  cli.interrupts.receive('SIGINT');
  cli.interrupts.receive('SIGINT');
  expect(await ended).toBe(130);
  expect(command.signals).toEqual(['SIGINT', 'SIGKILL']);
});

test('a connection that is lost under a command says that the command may go on', async () => {
  const lost = Object.assign(new Error('the connection to a was lost.'), {
    code: 'lost',
    host: 'a',
    remedy: '',
  });
  const command = new FakeCommand();
  Object.assign(command, {
    output: (async function* () {
      await Promise.resolve();
      throw lost;
    })(),
  });
  const { cli } = fleet({ a: () => command, b: says('') });
  expect(await run(['exec', 'a,b', 'ls'], cli)).toBe(123);
  expect(cli.stderr.text).toContain('the connection to a was lost. The command (pid 4711 there) was running');
});

test.each([
  [['exec', 'a,b', '--all', 'ls'], 'hosts were selected by an option'],
  [['exec', '--all', 'a', '--', 'ls'], 'hosts were selected by an option'],
  [['exec', '--all'], 'no command was given'],
  [['exec', 'a,b', '--parallel', '0', 'ls'], 'from 1 to 256'],
])('%j is a mistake', async (argv, message) => {
  const { cli } = fleet({});
  expect(await run(argv, cli)).toBe(2);
  expect(cli.stderr.text).toContain(message);
});
