import { eventually } from '../eventually.js';
import { openPty } from '../opencode/pty-socket.js';
import { startPty } from '../opencode/start-pty.js';
import type { Arena } from './arena.js';
import type { Attempt } from './attempt.js';
import type { Escape } from './escape-table.js';
import { places } from './places.js';

const { out, letter, work } = places;

/** What a person types into a terminal of the workspace. */
export function typed(escapes: readonly Escape[]): Attempt[] {
  const each = escapes.map(
    ({ name, mounts }, at) => ({ at, name, held: mounts ? 'mounts' : 'kernel' }) as const,
  );
  return each.map(({ at, name, held }) => ({
    ...{ name, way: 'terminal', held },
    run: (arena) => typeInto(arena, `timeout 10 sh attempts/${at}`),
  }));
}

/** Terminals that are made with something of elsewhere, and stay until a line is typed: there is nothing to be read of one that is over. */
export const terminals: Attempt[] = (
  [
    ['a directory outside', { cwd: out, command: 'cat', args: ['letter', '-'] }],
    ['a link as its directory', { cwd: `${work}/dir`, command: 'cat', args: ['letter', '-'] }],
    ['a program outside', { command: `${out}/program` }],
    ['a program that reads outside', { command: 'cat', args: [letter, '-'] }],
    [
      'a PATH that leads outside',
      { command: 'cat', args: [letter, '-'], env: { PATH: `${out}:/usr/bin:/bin` } },
    ],
    [
      'a PATH of the place above',
      { command: 'cat', args: [letter, '-'], env: { PATH: '/home:/usr/bin:/bin' } },
    ],
    [
      'a start file outside',
      { command: 'bash', args: ['-c', 'read x'], env: { BASH_ENV: `${out}/program` } },
    ],
    [
      'a library outside',
      { command: 'cat', args: [letter, '-'], env: { LD_PRELOAD: letter, LD_LIBRARY_PATH: out } },
    ],
    ['another home', { command: 'sh', args: ['-c', 'cat ~/letter; read x'], env: { HOME: out } }],
    [
      'another place for temporary files',
      {
        command: 'sh',
        args: ['-c', 'cat $TMPDIR/letter; echo EVIL > $TMPDIR/new; read x'],
        env: { TMPDIR: out },
      },
    ],
    ['a secret of the workspace', { command: 'cat', args: [`${work}/.env`, `${work}/sub/.env.local`, '-'] }],
    ["the stub's token", { command: 'cat', args: [places.token, '-'] }],
  ] satisfies [string, object][]
).map(([name, body]) => ({
  ...{ name, way: 'POST /pty', held: 'kernel' },
  run: async (arena) => {
    const { id, answer } = await startPty(arena.opencode, arena.here.workspace, body);
    if (id === undefined) return answer;
    return `${answer}\n${await lastOf(arena.door, id)}`;
  },
}));

/** All that a terminal says that waits for a line, and ends. */
export async function lastOf(door: Arena['door'], id: string): Promise<string> {
  const { said, opened, closed, type } = openPty(door, id);
  await opened;
  type('\n\x04');
  await closed;
  return said();
}

const lines = new WeakMap<Arena, (line: string) => Promise<string>>();

/** In one terminal for all. */
async function typeInto(arena: Arena, line: string): Promise<string> {
  const run = lines.get(arena) ?? (await openTyped(arena));
  lines.set(arena, run);
  return run(line);
}

async function openTyped({ opencode, here, door }: Arena): Promise<(line: string) => Promise<string>> {
  const { id, answer } = await startPty(opencode, here.workspace, { command: '/bin/sh' });
  if (id === undefined) throw new Error(`no terminal: ${answer}`);
  const terminal = openPty(door, id);
  await terminal.opened;
  await eventually(terminal.said, (text) => /[$#] $/.test(text));
  let count = 0;
  return async (line) => {
    count += 1;
    return terminal.line(`${line}; echo END"${String(count)}."`, `END${String(count)}.`);
  };
}
