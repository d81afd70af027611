import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

import type { Connection } from '@orssh/tunnel';

import {
  bootstrap,
  findStubBinaries,
  type RememberedStubs,
  rememberInFiles,
  type StubBinaries,
} from './index.js';
import type { RememberedStub } from './remembered-stub.js';
import { installRoots } from './testing/install-roots.js';
import { describeWithSshd, sshdForTests } from './testing/sshd.js';
import { statusOf } from './testing/status-of.js';
import { tempDir } from './testing/temp-dir.js';

describeWithSshd('on a real sshd', () => {
  const sshd = sshdForTests();
  const newRoot = installRoots(sshd);
  let stubs: StubBinaries;

  beforeAll(async () => {
    stubs = await findStubBinaries();
  });

  async function memory() {
    return rememberInFiles({ directory: await tempDir() });
  }

  test('a remembered stub is reached without a command on the host', async () => {
    const [installRoot, remembered] = [await newRoot(), await memory()];
    await bootstrap(await sshd.connection(), { stubs, installRoot, remembered });
    const connection = await sshd.connection();
    const exec = countExecs(connection);
    const running = await bootstrap(connection, { stubs, installRoot, remembered });
    expect(running.how).toBe('remembered');
    expect(await statusOf(running)).toBe('HTTP/1.1 200 OK');
    expect(exec.count).toBe(0);
  });

  test.each<[string, (record: RememberedStub) => RememberedStub]>([
    ['another token', (record) => ({ ...record, token: 'ab'.repeat(32) })],
    ['another host key', (record) => ({ ...record, hostKey: 'SHA256:other' })],
    ['another build', (record) => ({ ...record, ready: { ...record.ready, sha256: '0'.repeat(64) } })],
    ['another instance', (record) => ({ ...record, ready: { ...record.ready, instance: 'older' } })],
    [
      'a socket that is gone',
      (record) => ({ ...record, ready: { ...record.ready, socket: '/nowhere/stub.sock' } }),
    ],
  ])('a memory with %s is not believed, and corrected', async (_what, change) => {
    const [installRoot, remembered] = [await newRoot(), await memory()];
    const { connection } = await bootstrap(await sshd.connection(), { stubs, installRoot, remembered });
    const record = await recordOf(remembered, connection, installRoot);
    await remembered.set(connection.destination, installRoot, change(record));
    const running = await bootstrap(connection, { stubs, installRoot, remembered });
    expect(running.how).toBe('found');
    expect(await remembered.get(connection.destination, installRoot)).toMatchObject({
      hostKey: record.hostKey,
      token: record.token,
      ready: { instance: record.ready.instance },
    });
  });

  test('whoever listens in the place of a remembered stub never sees its token', async () => {
    const [installRoot, remembered] = [await newRoot(), await memory()];
    const { connection } = await bootstrap(await sshd.connection(), { stubs, installRoot, remembered });
    const record = await recordOf(remembered, connection, installRoot);
    const impostor = await listenAndCollect();
    await remembered.set(connection.destination, installRoot, {
      ...record,
      transport: 'tcp',
      ready: { ...record.ready, port: impostor.port },
    });
    const running = await bootstrap(connection, { stubs, installRoot, remembered });
    expect(running.how).toBe('found');
    expect(impostor.received()).toContain('X-Stub-Nonce');
    expect(impostor.received()).not.toContain(record.token);
    await impostor.close();
  });
});

async function recordOf(
  remembered: RememberedStubs,
  { destination }: Connection,
  installRoot: string,
): Promise<RememberedStub> {
  const record = await remembered.get(destination, installRoot);
  if (!record) throw new Error('nothing is remembered');
  return record;
}

function countExecs(connection: Connection): { count: number } {
  const exec = connection.exec.bind(connection);
  const counter = { count: 0 };
  connection.exec = (...args) => {
    counter.count += 1;
    return exec(...args);
  };
  return counter;
}

async function listenAndCollect(): Promise<{ port: number; received(): string; close(): Promise<void> }> {
  let received = '';
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      socket.write('HTTP/1.1 200 OK\r\nX-Stub-Instance: i\r\nX-Stub-Proof: 00\r\nContent-Length: 0\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    received: () => received,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
