import { access, readFile } from 'node:fs/promises';
import { type as osType } from 'node:os';

import type { StubClient } from '@orssh/adaptor';
import type { BootstrapEvent } from '@orssh/bootstrap';
import { duration } from '@orssh/doctor/duration';
import type { Connection } from '@orssh/tunnel';

import type { DemoLibraries } from '../libraries.js';
import { DemoHost } from './demo-host.js';
import { runRemote } from './run-remote.js';

/** Does one step and resolves with what there is to say of it; throws when it did not work. */
export type Tell = <Result>(
  name: string,
  work: () => Promise<{ result: Result; detail: string }>,
) => Promise<Result>;

/** The demonstration from the first connection to the last trace; rejects at the first step that does not work. */
export async function tellStory(libraries: DemoLibraries, tell: Tell, signal: AbortSignal): Promise<void> {
  const host = await tell('start an SSH host', async () => {
    const result = await DemoHost.start(libraries);
    return { result, detail: `127.0.0.1, port ${result.destination.port}, its home is empty` };
  });
  try {
    const connection = await tell('connect and log in', () => connected(host, signal));
    const { running, stub } = await tell('put the stub there', () => bootstrapped(host, connection, signal));
    await tellCommands(stub, tell, signal);
    await stub.close();
    await connection.close();
    const again = await tell('connect again, warm', () => reconnected(host, signal));
    await tell('remove everything', async () => {
      await host.uninstall(again);
      await expectGone(host.root, running.ready.pid);
      return { result: undefined, detail: 'no process and no file is left' };
    });
    await again.close();
  } finally {
    await host.close();
  }
}

async function connected(host: DemoHost, signal: AbortSignal) {
  const result = await host.connect(signal);
  return { result, detail: `its ${result.hostKey.type} host key is the one it should have` };
}

async function bootstrapped(host: DemoHost, connection: Connection, signal: AbortSignal) {
  let uploaded = 0;
  const onProgress = (event: BootstrapEvent) => {
    if (event.step === 'upload') uploaded = event.totalBytes;
  };
  const result = await host.bootstrap(connection, { signal, onProgress });
  expect(result.running.how === 'installed', `the stub was ${result.running.how}, not installed`);
  const { pid } = result.running.ready;
  return {
    result,
    detail: `${(uploaded / 1e6).toFixed(1)} MB uploaded, started (pid ${pid}), identity proved`,
  };
}

async function tellCommands(stub: StubClient, tell: Tell, signal: AbortSignal): Promise<void> {
  await tell('uname -sm', async () => {
    const { stdout, end } = await runRemote(stub, { argv: ['uname', '-sm'] }, signal);
    expect(end.exitCode === 0 && stdout.startsWith(osType()), `it printed ${JSON.stringify(stdout)}`);
    return { result: undefined, detail: stdout.trim() };
  });
  await tell('output as it comes', async () => {
    const command = 'for i in 1 2 3; do echo line $i; sleep 0.1; done';
    const { stdout, arrivals } = await runRemote(stub, { command }, signal);
    expect(stdout === 'line 1\nline 2\nline 3\n', `it printed ${JSON.stringify(stdout)}`);
    expect(arrivals.length >= 2, 'it came all at once');
    return { result: undefined, detail: `line by line, after ${arrivals.map(duration).join(', ')}` };
  });
  await tell('standard input', async () => {
    const stdinData = Buffer.from('hello, host\n').toString('base64');
    const { stdout } = await runRemote(stub, { argv: ['tr', 'a-z', 'A-Z'], stdinData }, signal);
    expect(stdout === 'HELLO, HOST\n', `it printed ${JSON.stringify(stdout)}`);
    return { result: undefined, detail: `"hello, host" | tr a-z A-Z  →  "${stdout.trim()}"` };
  });
  await tell('exit code', async () => {
    const { stderr, end } = await runRemote(stub, { command: 'echo no >&2; exit 7' }, signal);
    expect(end.exitCode === 7 && stderr === 'no\n', `it ended with ${String(end.exitCode)}`);
    return { result: undefined, detail: 'exit 7 is 7 here, and standard error is apart' };
  });
  await tell('a path that is not allowed', async () => {
    const refusal = await runRemote(stub, { argv: ['ls'], cwd: '/etc' }, signal).then(
      () => undefined,
      (error: unknown) => error as Error & { kind?: string },
    );
    expect(
      refusal?.kind === 'PermissionRequiredError',
      `ls in /etc was not refused (${refusal?.message ?? 'it ran'})`,
    );
    const { end } = await runRemote(stub, { argv: ['ls'], cwd: '/etc', allow: ['/etc/*'] }, signal);
    expect(end.exitCode === 0, 'ls in /etc did not run although it was allowed');
    return { result: undefined, detail: 'ls in /etc is refused, and runs with --allow "/etc/*"' };
  });
}

async function reconnected(host: DemoHost, signal: AbortSignal) {
  const begin = performance.now();
  const result = await host.connect(signal);
  const { running, stub } = await host.bootstrap(result, { signal });
  const { end } = await runRemote(stub, { argv: ['true'] }, signal);
  expect(end.exitCode === 0 && running.how === 'remembered', `the stub was ${running.how}, not remembered`);
  await stub.close();
  return { result, detail: `login, proof and a first command in ${duration(performance.now() - begin)}` };
}

async function expectGone(root: string, pid: number): Promise<void> {
  const folder = await access(root).then(
    () => true,
    () => false,
  );
  expect(!folder, `${root} is still there`);
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // A dead process that its new parent has not buried yet is state Z; the state follows the name in brackets.
  expect(state === '' || /\) [ZX] /.test(state), `process ${pid} still runs`);
}

function expect(fact: boolean, otherwise: string): asserts fact {
  if (!fact) throw new Error(otherwise);
}
