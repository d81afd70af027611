import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { sshdPath } from '@orssh/tunnel/testing';

import { bundleProgram } from '../testing/bundle-program.js';
import { poll } from '../testing/poll.js';
import { type RealRemote, startRealRemote } from '../testing/real-remote.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('the program that stands for the shell', () => {
  let real: RealRemote;
  let program: string;
  let agentFile: string;

  beforeAll(async () => {
    [real, program] = await Promise.all([
      startRealRemote(),
      bundleProgram(new URL('main.ts', import.meta.url)),
    ]);
    agentFile = join(await mkdtemp(join(tmpdir(), 'orssh-shell-')), 'agent.json');
    await writeFile(agentFile, JSON.stringify(real.file), { mode: 0o600 });
  });
  afterAll(async () => {
    await real.close();
    for (const file of [program, agentFile]) await rm(dirname(file), { recursive: true, force: true });
  });

  interface StartOptions {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    stdin?: 'ignore' | 'pipe';
  }

  interface Running {
    child: ChildProcess;
    stdout: Promise<string>;
    stderr: Promise<string>;
    /** The exit code. */
    code: Promise<number | null>;
  }

  function start(
    args: string[],
    { cwd = real.file.anchor, env = {}, stdin = 'ignore' }: StartOptions = {},
  ): Running {
    const child: ChildProcess = spawn(process.execPath, [program, ...args], {
      ...{ cwd, stdio: [stdin, 'pipe', 'pipe'] },
      env: { ...process.env, ORSSH_AGENT_HOST: agentFile, ...env },
    });
    const code = once(child, 'exit').then((args) => args[0] as number | null);
    if (!child.stdout || !child.stderr) throw new Error('it has no pipes');
    return { child, code, stdout: text(child.stdout), stderr: text(child.stderr) };
  }

  async function run(...of: Parameters<typeof start>) {
    const { stdout, stderr, code } = start(...of);
    return { stdout: await stdout, stderr: await stderr, code: await code };
  }

  /** How many run on the host. */
  async function commands(): Promise<number> {
    return (await real.remote.stub.health()).stub.commands;
  }

  async function made(name: string): Promise<void> {
    await poll(async () => (await real.remote.files.stat(`${real.directory}/${name}`)).type === 'file');
  }

  test('a line runs on the host, its outputs apart, its code passed on', async () => {
    expect(await run(['-c', 'pwd; echo oops >&2; exit 3'])).toEqual({
      ...{ stdout: `${real.directory}\n`, stderr: 'oops\n', code: 3 },
    });
  });

  test.each([['-lc'], ['-l', '-c']])('%s is as good', async (...flags) => {
    expect(await run([...flags.filter((flag) => typeof flag === 'string'), 'echo yes'])).toMatchObject({
      stdout: 'yes\n',
      code: 0,
    });
  });

  test.each([[[]], [['-c']], [['-i']], [['-c', 'ls', 'x']], [['script.sh']], [['-x', '-c', 'ls']]])(
    'with %j it runs nothing',
    async (args) => {
      expect(await run(args)).toMatchObject({ stdout: '', code: 2 });
    },
  );

  test('without an agent host it runs nothing', async () => {
    const { stdout, stderr, code } = await run(['-c', 'echo here'], { env: { ORSSH_AGENT_HOST: '' } });
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain('ORSSH_AGENT_HOST');
  });

  test('a folder below the anchor is the workspace’s, any other is its directory', async () => {
    expect((await run(['-c', 'pwd'], { cwd: join(real.file.anchor, 'sub') })).stdout).toBe(
      `${real.directory}/sub\n`,
    );
    expect((await run(['-c', 'pwd'], { cwd: '/usr' })).stdout).toBe(`${real.directory}\n`);
  });

  test('input is passed on, and its end', async () => {
    const { child, stdout, code } = start(['-c', 'tr a-z A-Z'], { stdin: 'pipe' });
    child.stdin?.end('hello\n');
    expect([await stdout, await code]).toEqual(['HELLO\n', 0]);
  });

  test('a command that does not read its input ends all the same', async () => {
    const { code } = start(['-c', 'true'], { stdin: 'pipe' });
    expect(await code).toBe(0);
  });

  test('much output comes whole', async () => {
    const { stdout, code } = await run(['-c', 'seq 1 200000']);
    expect([stdout.length, stdout.endsWith('\n200000\n'), code]).toEqual([1288895, true, 0]);
  });

  test('how a signal ended it is told as a shell tells it', async () => {
    expect((await run(['-c', 'kill -9 $$'])).code).toBe(137);
  });

  test('what needs an answer and is of no session is refused at once; a template reads why', async () => {
    const { stdout, code } = await run(['-c', 'cat /srv/none/letter']);
    expect({ stdout, code }).toEqual({
      stdout: expect.stringMatching(/^orssh: box: \/srv\/none\/letter is outside of the workspace/) as string,
      code: 255,
    });
  });

  test.each([
    ['its own', { env: { ORSSH_AGENT_SESSION: 'ses_own' }, command: 'ses_other' }, 'ses_own', 'stderr'],
    ['of the slash command', { env: {}, command: 'ses_command' }, 'ses_command', 'stdout'],
  ] as const)('what needs an answer asks in the session: %s', async (_, { env, command }, asked, says) => {
    real.door.commandSession = command;
    const running = start(['-c', 'cat /srv/none/letter'], { env });
    const open = async () =>
      (await real.remote.stub.permissions()).find(({ sessionID }) => sessionID === asked);
    await poll(async () => (await open()) !== undefined);
    await real.remote.stub.replyPermission((await open())?.id ?? '', 'reject', { message: 'never' });
    expect(await running[says]).toMatch(/^orssh: .*never/);
    expect(await running.code).toBe(255);
    real.door.commandSession = undefined;
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('%s ends all that it started on the host', async (signal, code) => {
    const name = `begun-${signal}`;
    // A shell leaves SIGINT to what it started in the background ignored.
    const running = start(['-c', `touch ${name}; sleep 3456; true`]);
    await made(name);
    running.child.kill(signal);
    expect(await running.code).toBe(code);
    await poll(async () => (await commands()) === 0);
  });

  test('one that heeds no signal is killed on the host', async () => {
    const running = start(['-c', `trap '' TERM; touch stubborn; while :; do sleep 0.05; done`]);
    await made('stubborn');
    running.child.kill('SIGTERM');
    expect(await running.code).toBe(137);
    await poll(async () => (await commands()) === 0);
  });

  test('killed, it no longer holds its command: the gateway ends that', async () => {
    const { child } = start(['-c', 'touch held; sleep 3458']);
    await made('held');
    child.kill('SIGKILL');
    await poll(async () => (await commands()) === 0);
  });

  test('killed while its command is on its way to the host, it leaves nothing there', async () => {
    const running = start(['-c', 'touch late; sleep 3459']);
    real.door.onExec = () => {
      running.child.kill('SIGKILL');
    };
    await running.code;
    real.door.onExec = () => undefined;
    // What comes late would be there by then.
    await delay(300);
    expect(await commands()).toBe(0);
  });

  test('where nobody reads any more the command ends', async () => {
    const child = spawn(
      '/bin/sh',
      ['-c', '"$0" "$1" -c "while :; do echo y; sleep 0.01; done" | head -n 1', process.execPath, program],
      { cwd: real.file.anchor, env: { ...process.env, ORSSH_AGENT_HOST: agentFile }, stdio: 'ignore' },
    );
    await once(child, 'exit');
    await poll(async () => (await commands()) === 0);
  });

  test('whose parent is gone ends what it runs', async () => {
    const parent = spawn(
      '/bin/sh',
      ['-c', '"$0" "$1" -c "touch orphan; sleep 3457" & wait', process.execPath, program],
      { cwd: real.file.anchor, env: { ...process.env, ORSSH_AGENT_HOST: agentFile }, stdio: 'ignore' },
    );
    await made('orphan');
    parent.kill('SIGKILL');
    await poll(async () => (await commands()) === 0);
  });

  test('a broken connection loses nothing, and nothing runs twice', async () => {
    const { stdout, stderr, code } = start([
      '-c',
      'echo ran >> times; echo one; until [ -e go ]; do sleep 0.02; done; echo two',
    ]);
    await made('times');
    real.door.cut();
    await (
      await real.remote.stub.exec({ command: 'sleep 0.2; touch go' })
    ).exit;
    expect([await stdout, await code]).toEqual(['one\ntwo\n', 0]);
    expect(await stderr).toContain('Waiting for box');
    expect(await readFile(join(real.directory, 'times'), 'utf8')).toBe('ran\n');
  });
});
