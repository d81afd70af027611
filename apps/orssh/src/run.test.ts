import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RemoteHost } from '@orssh/adaptor';

import type { DemoLibraries } from './libraries.js';
import { run } from './run.js';
import { fakeCli, FakeOutput } from './testing/fake-cli.js';
import { FakeCommand, fakeHost } from './testing/fake-command.js';

const refused = Object.assign(new Error('web1 refused the connection'), {
  code: 'refused',
  host: 'web1',
  remedy: 'check that sshd runs there',
});

function cliWith(open: (target: string) => Promise<RemoteHost>, parts: Parameters<typeof fakeCli>[0] = {}) {
  const adaptor = { openHost: open, connectHost: () => Promise.reject(refused) };
  return fakeCli({ ...parts, libraries: { adaptor: () => Promise.resolve(adaptor) } });
}

test('--version prints the version', async () => {
  const cli = fakeCli();
  expect(await run(['--version'], cli)).toBe(0);
  expect(cli.stdout.text).toBe('1.2.3\n');
});

test.each(['exec', 'setup', 'status', 'stop', 'rotate', 'uninstall', 'logs', 'init', 'doctor', 'demo'])(
  '%s --help shows its usage',
  async (verb) => {
    const cli = fakeCli();
    expect(await run([verb, '--help'], cli)).toBe(0);
    expect(cli.stdout.text).toContain(`Usage: orssh ${verb}`);
  },
);

test.each(['exec', 'setup', 'status', 'stop', 'rotate', 'uninstall', 'logs', 'init', 'doctor'])(
  '%s --help has an example',
  async (verb) => {
    const cli = fakeCli();
    await run(['help', verb], cli);
    expect(cli.stdout.text).toMatch(new RegExp(`Examples:[^]*\\$ .*orssh ${verb}`));
  },
);

test('help on exit codes lists them', async () => {
  const cli = fakeCli();
  expect(await run(['help', 'exit-codes'], cli)).toBe(0);
  expect(cli.stdout.text).toMatch(/^ +125 .*--allow/m);
});

test('no command at all shows the help, as a mistake', async () => {
  const cli = fakeCli();
  expect(await run([], cli)).toBe(2);
  expect(cli.stderr.text).toContain('Usage: orssh');
});

test.each([
  [['exce', 'web1'], 'did you mean exec?'],
  [['setup', 'web1', '--idenity', 'x'], 'did you mean --identity?'],
  [['exec'], 'see orssh exec --help'],
  [['exec', 'web1', '-la'], 'goes after --'],
  [['exec', 'web1'], 'orssh exec web1 -- uname -a'],
  [['exec', 'web1', '--timeout', 'soon', 'ls'], 'see orssh exec --help'],
])('%j is a mistake with a way out', async (argv, remedy) => {
  const cli = fakeCli();
  expect(await run(argv, cli)).toBe(2);
  expect(cli.stderr.text).toMatch(/^error: .+\n {2}→ .+\n$/);
  expect(cli.stderr.text).toContain(remedy);
});

test('exec runs the words after --, even where -- was left out', async () => {
  const { host, requests } = fakeHost(() =>
    Promise.resolve(new FakeCommand().print('stdout', 'x').end({ exitCode: 4 })),
  );
  const cli = cliWith(() => Promise.resolve(host));
  expect(await run(['exec', 'web1', '--cwd', 'app', '--env', 'A=1', 'ls', '-la', '--cwd'], cli)).toBe(4);
  expect(requests[0]).toMatchObject({ argv: ['ls', '-la', '--cwd'], cwd: '~/app', env: { A: '1' } });
  expect(cli.stdout.text).toBe('x');
});

test('a host that cannot be reached is 255 and says what to do', async () => {
  const cli = cliWith(() => Promise.reject(refused));
  expect(await run(['exec', 'web1', 'ls'], cli)).toBe(255);
  expect([cli.stdout.text, cli.stderr.text]).toEqual([
    '',
    'error: web1 refused the connection\n  → check that sshd runs there\n',
  ]);
});

test('with --json a failure is an object on standard output', async () => {
  const cli = cliWith(() => Promise.reject(refused));
  expect(await run(['setup', 'web1', '--json'], cli)).toBe(255);
  expect(JSON.parse(cli.stdout.text)).toEqual({
    error: {
      code: 'refused',
      host: 'web1',
      message: 'web1 refused the connection',
      remedy: 'check that sshd runs there',
    },
  });
  expect(cli.stderr.text).toBe('');
});

test('Ctrl-C while connecting ends with 130 and without a word', async () => {
  const cli = cliWith(
    () =>
      new Promise((_resolve, reject) => {
        cli.interrupts.signal.addEventListener('abort', () => {
          reject(refused);
        });
        cli.interrupts.receive('SIGINT');
      }),
  );
  expect(await run(['setup', 'web1'], cli)).toBe(130);
  expect(cli.stderr.text).toBe('');
});

test('a second Ctrl-C ends it even when nothing answers any more', async () => {
  const cli = cliWith(() => {
    cli.interrupts.receive('SIGINT');
    cli.interrupts.receive('SIGINT');
    return new Promise(() => undefined);
  });
  expect(await run(['setup', 'web1'], cli)).toBe(130);
});

test('uninstall without a terminal names --yes and touches nothing', async () => {
  const cli = fakeCli();
  expect(await run(['uninstall', 'web1'], cli)).toBe(1);
  expect(cli.stderr.text).toContain('orssh uninstall web1 --yes');
});

test('--no-input asks nothing, though there is a terminal', async () => {
  const openTerminal = () => {
    throw new Error('the terminal was opened');
  };
  const cli = fakeCli({ stdout: new FakeOutput(true), openTerminal });
  expect(await run(['uninstall', 'web1', '--no-input'], cli)).toBe(1);
  expect(cli.stderr.text).toContain('--yes');
});

test('without a terminal setup prints its steps as plain lines', async () => {
  const adaptor = {
    connectHost: () => Promise.reject(refused),
    openHost: (_target: string, options?: { onProgress?: (event: { step: 'probe' }) => void }) => {
      options?.onProgress?.({ step: 'probe' });
      return Promise.reject(refused);
    },
  };
  const cli = fakeCli({ libraries: { adaptor: () => Promise.resolve(adaptor) } });
  await run(['setup', 'web1'], cli);
  expect(cli.stderr.text).toMatch(/^looking at the host\nerror: /);
});

test('a command that worked is no success when its output could not be written', async () => {
  const { host } = fakeHost(() => {
    cli.interrupts.outputBroke(1);
    return Promise.resolve(new FakeCommand().end());
  });
  const cli = cliWith(() => Promise.resolve(host));
  expect(await run(['exec', 'web1', 'ls'], cli)).toBe(1);
});

test('a demonstration that cannot begin says at which step, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orssh-test-'));
  const TMPDIR = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  const libraries = {
    rememberInFiles: () => undefined,
    startLoopbackHost: () => Promise.reject(new Error('no port is free')),
  } as unknown as DemoLibraries;
  const cli = fakeCli({ libraries: { demo: () => Promise.resolve(libraries) } });
  try {
    expect(await run(['demo'], cli)).toBe(1);
    expect(cli.stderr.text).toContain('failed at "start an SSH host": no port is free');
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    rmSync(folder, { recursive: true });
  }
});
