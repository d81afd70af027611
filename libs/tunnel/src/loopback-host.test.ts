import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { connect } from './connect.js';
import type { Connection } from './connection.js';
import type { Destination } from './destination.js';
import { type LoopbackHost, startLoopbackHost } from './loopback-host.js';

let folder: string;
let host: LoopbackHost;
let connection: Connection;

function destinationOf({ port, user, clientKeyFile }: LoopbackHost): Destination {
  return {
    target: 'loopback',
    host: '127.0.0.1',
    port,
    user,
    identityFiles: [clientKeyFile],
    identitiesOnly: true,
    certificateFiles: [],
    userKnownHostsFiles: [join(folder, 'known_hosts')],
    globalKnownHostsFiles: [],
    strictHostKeyChecking: 'yes',
    hashKnownHosts: false,
    proxyJump: [],
    connectTimeoutMs: 10_000,
    serverAliveIntervalMs: 0,
    serverAliveCountMax: 3,
    preferredAuthentications: ['publickey'],
    passwordAuthentication: false,
    keyboardInteractive: false,
    pubkeyAuthentication: true,
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-loopback-'));
  host = await startLoopbackHost({ home: folder });
  await writeFile(join(folder, 'known_hosts'), `${host.hostKeyLine}\n`);
  connection = await connect(destinationOf(host));
});

afterEach(async () => {
  await connection.close();
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

test('a command runs in the home, with its output apart and its exit code', async () => {
  const command = await connection.exec('pwd; echo no >&2; exit 7');
  const [out, err] = await Promise.all([text(command.stdout), text(command.stderr)]);
  expect([out, err, await command.exit]).toEqual([`${folder}\n`, 'no\n', { code: 7, signal: null }]);
});

test('standard input arrives, and so does its end', async () => {
  const command = await connection.exec('wc -c');
  command.stdin.end(Buffer.alloc(300_000));
  expect((await text(command.stdout)).trim()).toBe('300000');
});

test('a signal reaches the command and what it started', async () => {
  const command = await connection.exec('sleep 60 & echo started; wait');
  command.stdout.once('data', () => {
    command.signal('TERM');
  });
  expect(await command.exit).toEqual({ code: null, signal: 'TERM' });
});

test('a unix socket of the host is reached', async () => {
  const path = join(folder, 'a.sock');
  const server = createServer((socket) => socket.end('from the socket')).listen(path);
  try {
    expect(await text(await connection.forward({ socketPath: path }))).toBe('from the socket');
  } finally {
    server.close();
  }
});

test('a socket where nobody listens is refused', async () => {
  await expect(connection.forward({ socketPath: join(folder, 'none.sock') })).rejects.toMatchObject({
    code: 'forward_refused',
  });
});

test('a key that is not the one of this host is not let in', async () => {
  const other = await startLoopbackHost({ home: join(folder, 'other') });
  try {
    const stranger = { ...destinationOf(host), identityFiles: [other.clientKeyFile] };
    await expect(connect(stranger)).rejects.toMatchObject({ code: 'auth_failed' });
  } finally {
    await other.close();
  }
});

test('closing it ends what still runs', async () => {
  const command = await connection.exec('echo $$; exec sleep 60');
  const pid = await new Promise<number>((resolve) => {
    command.stdout.once('data', (line: Buffer) => {
      resolve(Number(line.toString()));
    });
  });
  command.exit.catch(() => undefined);
  await host.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
