import { eventually } from '../eventually.js';
import type { Arena } from './arena.js';
import type { Attempt } from './attempt.js';
import type { Escape } from './escape-table.js';
import { places } from './ground.js';
import { send } from './send.js';

const { out, letter, work } = places;

/** What a person types into a terminal of the workspace. */
export function typed(escapes: readonly Escape[]): Attempt[] {
  const each = escapes.map(
    ({ name, mounts }, at) => ({ at, name, held: mounts ? 'mounts' : 'kernel' }) as const,
  );
  return each.map(({ at, name, held }) => ({
    ...{ name, way: 'terminal', held },
    run: (arena) => type(arena, `timeout 10 sh attempts/${at}`),
  }));
}

/** Terminals that are made with something of elsewhere. */
export const terminals: Attempt[] = (
  [
    ['a directory outside', { cwd: out, command: 'cat', args: ['letter'] }],
    ['a link as its directory', { cwd: `${work}/dir`, command: 'cat', args: ['letter'] }],
    ['a program outside', { command: `${out}/program` }],
    ['a program that reads outside', { command: 'cat', args: [letter] }],
    ['a PATH that leads outside', { command: 'cat', args: [letter], env: { PATH: `${out}:/usr/bin:/bin` } }],
    ['a PATH of the place above', { command: 'cat', args: [letter], env: { PATH: '/home:/usr/bin:/bin' } }],
    ['a start file outside', { command: 'bash', args: ['-c', ':'], env: { BASH_ENV: `${out}/program` } }],
    [
      'a library outside',
      { command: 'cat', args: [letter], env: { LD_PRELOAD: letter, LD_LIBRARY_PATH: out } },
    ],
    ['another home', { command: 'sh', args: ['-c', 'cat ~/letter'], env: { HOME: out } }],
    [
      'another place for temporary files',
      { command: 'sh', args: ['-c', 'cat $TMPDIR/letter; echo EVIL > $TMPDIR/new'], env: { TMPDIR: out } },
    ],
    ['a secret of the workspace', { command: 'cat', args: [`${work}/.env`, `${work}/sub/.env.local`] }],
    ["the stub's token", { command: 'cat', args: [places.token] }],
  ] satisfies [string, object][]
).map(([name, body]) => ({
  ...{ name, way: 'POST /pty', held: 'kernel' },
  run: async (arena) => {
    const made = await send(arena, 'POST', '/pty', { body });
    const id = /"id":"(pty_\w+)"/.exec(made)?.[1];
    return id ? `${made}\n${await Promise.race([read(arena, id), pause(2000)])}` : made;
  },
}));

function pause(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, ms, ''));
}

function open({ door }: Arena, id: string): { socket: WebSocket; said: () => string; closed: Promise<void> } {
  const url = `${door.url.replace('http', 'ws')}/${door.password}/pty/${id}/connect`;
  const socket = new WebSocket(url);
  let said = '';
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => {
    said += typeof data === 'string' ? data : Buffer.from(data as ArrayBuffer).toString();
  };
  const closed = new Promise<void>((resolve) => {
    socket.onclose = socket.onerror = () => {
      resolve();
    };
  });
  return { socket, said: () => said, closed };
}

async function read(arena: Arena, id: string): Promise<string> {
  const { said, closed } = open(arena, id);
  await closed;
  return said();
}

const lines = new WeakMap<Arena, (line: string) => Promise<string>>();

/** In one terminal for all. */
async function type(arena: Arena, line: string): Promise<string> {
  const run = lines.get(arena) ?? (await openTyped(arena));
  lines.set(arena, run);
  return run(line);
}

async function openTyped(arena: Arena): Promise<(line: string) => Promise<string>> {
  const made = await send(arena, 'POST', '/pty', { body: { command: '/bin/sh' } });
  const id = /"id":"(pty_\w+)"/.exec(made)?.[1];
  if (!id) throw new Error(`no terminal: ${made}`);
  const { socket, said } = open(arena, id);
  await eventually(
    () => said(),
    (text) => /[$#] $/.test(text),
  );
  let count = 0;
  return async (line) => {
    count += 1;
    const from = said().length;
    const end = `END${String(count)}.`;
    socket.send(`${line}; echo END"${String(count)}."\n`);
    await eventually(
      () => said().slice(from),
      (text) => text.includes(end),
      15_000,
    );
    return said().slice(from);
  };
}
