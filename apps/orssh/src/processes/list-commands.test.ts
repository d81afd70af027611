import type { RemoteHost } from '@orssh/adaptor';
import type { Command } from '@orssh/protocol';

import { fakeCli, FakeOutput } from '../testing/fake-cli.js';
import { killCommands } from './kill-commands.js';
import { listCommands, renderCommands } from './list-commands.js';

const command = (id: string, parts: Partial<Command> = {}): Command => ({
  id,
  argv: ['make', 'all of it'],
  cwd: '/home/me',
  state: 'running',
  pid: 40 + Number(id.at(-1)),
  startedAt: 1000,
  endedAt: 0,
  timedOut: false,
  killed: false,
  output: { start: 0, end: 0 },
  stdin: { received: 0, closed: true },
  ...parts,
});

function hostWith(...commands: Command[]) {
  const kills: unknown[] = [];
  const stub = {
    commands: () => Promise.resolve(commands),
    kill: (id: string, how: object) => {
      kills.push([id, how]);
      return Promise.resolve(commands.find((one) => one.id === id));
    },
  };
  return { host: { stub, destination: { target: 'web1' } } as unknown as RemoteHost, kills };
}

const ended = { state: 'exited', exitCode: 3, endedAt: 2500 } as const;

test('what has ended is listed only when it is asked for', async () => {
  const { host } = hostWith(command('exe_1', ended), command('exe_2', { state: 'waiting' }));
  expect((await listCommands(host)).map(({ id }) => id)).toEqual(['exe_2']);
  expect((await listCommands(host, { all: true })).map(({ id }) => id)).toEqual(['exe_1', 'exe_2']);
});

test('the time of a command that runs goes on, and that of one that ended does not', async () => {
  const { host } = hostWith(command('exe_1', ended), command('exe_2', { startedAt: 2000 }));
  const listed = await listCommands(host, { all: true, now: 12_000 });
  expect(listed.map(({ forMs }) => forMs)).toEqual([1500, 10_000]);
});

test('whose a command is comes from its lease, else from its workspace', async () => {
  const startedBy = { workspace: 'app', user: 'me', machine: 'laptop', machineID: 'mch_1', pid: 7 };
  const { host } = hostWith(
    command('exe_1', { startedBy, workspaceID: 'wrk_1' }),
    command('exe_2', { workspaceID: 'wrk_1' }),
    command('exe_3', { workspaceID: '' }),
  );
  expect((await listCommands(host)).map(({ by }) => by)).toEqual(['app of me@laptop', 'wrk_1', undefined]);
});

test('lines fit the terminal, and a command cannot steer it', async () => {
  const { host } = hostWith(command('exe_1', { argv: ['printf', '\u001b[2J', 'x'.repeat(200)] }));
  const stdout = Object.assign(new FakeOutput(true), { columns: 60 });
  const text = renderCommands(fakeCli({ stdout, env: { NO_COLOR: '1' } }), await listCommands(host), 'web1');
  expect(text.split('\n').map((line) => line.length)).toEqual([expect.any(Number), 60, 0]);
  expect(text).toContain("printf '\\x1b[2J'");
});

test('in a pipe nothing is cut off', async () => {
  const { host } = hostWith(command('exe_1', { argv: ['x'.repeat(200)] }));
  expect(renderCommands(fakeCli(), await listCommands(host), 'web1')).toContain('x'.repeat(200));
});

test('a command is killed by its id or its pid, with its signal', async () => {
  const { host, kills } = hostWith(command('exe_1'), command('exe_2'), command('exe_3'));
  const request = { ids: ['exe_1', '43', '99'], signal: 'SIGINT', graceMs: 500 };
  const { killed, missing } = await killCommands(host, request);
  expect(killed.map(({ pid }) => pid)).toEqual([41, 43]);
  expect(kills).toEqual([
    ['exe_1', { name: 'SIGINT', graceMs: 500 }],
    ['exe_3', { name: 'SIGINT', graceMs: 500 }],
  ]);
  expect(missing).toEqual(['99']);
});

test('a pid of a command that has ended is nobody to kill', async () => {
  const { host, kills } = hostWith(command('exe_1', ended));
  expect((await killCommands(host, { ids: ['41'], signal: 'SIGTERM' })).missing).toEqual(['41']);
  expect(kills).toEqual([]);
});

test('all are those that run', async () => {
  const { host } = hostWith(command('exe_1', ended), command('exe_2'));
  const { killed } = await killCommands(host, { ids: [], all: true, signal: 'SIGKILL' });
  expect(killed.map(({ id }) => id)).toEqual(['exe_2']);
});
