import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

import type { ForwardTarget } from '../../connection.js';
import {
  afterThisTest,
  cleanUpAfterEach,
  type ConformanceOptions,
  connected,
  type ConnectionFactory,
  read,
  rejection,
  temporaryFolder,
} from './subject.js';

export function conformsInForward(
  factory: ConnectionFactory,
  { sockets }: Pick<ConformanceOptions, 'sockets'>,
): void {
  const kinds: ('port' | 'socketPath')[] = sockets ? ['port', 'socketPath'] : ['port'];
  describe.each(kinds)('forward to a %s', (kind) => {
    cleanUpAfterEach();

    test('carries bytes both ways; each side ends for itself', async () => {
      const to = await listen(kind, (socket) => socket.pipe(socket));
      const { connection } = await connected(factory, [to]);
      const stream = await connection.forward(to);
      const bytes = randomBytes(3_000_000);
      stream.end(bytes);
      expect((await read(stream)).equals(bytes)).toBe(true);
    });

    test('says what the other side said before it closed', async () => {
      const to = await listen(kind, (socket) => socket.end('goodbye'));
      const { connection } = await connected(factory, [to]);
      const stream = await connection.forward(to);
      expect((await read(stream)).toString()).toBe('goodbye');
    });

    test('closes at the other side when it is destroyed', async () => {
      let onSocket!: (socket: Socket) => void;
      const accepted = new Promise<Socket>((resolve) => {
        onSocket = resolve;
      });
      const to = await listen(kind, onSocket);
      const { connection } = await connected(factory, [to]);
      const stream = await connection.forward(to);
      const socket = await accepted;
      const ended = once(socket.resume(), 'end');
      stream.destroy();
      await ended;
      expect(stream.destroyed).toBe(true);
    });

    test('is refused where nobody listens', async () => {
      const { connection } = await connected(factory);
      const to = kind === 'port' ? { port: 1 } : { socketPath: join(await temporaryFolder(), 'nobody.sock') };
      expect(await rejection(connection.forward(to))).toMatchObject({ code: 'forward_refused' });
    });
  });
}

async function listen(
  kind: 'port' | 'socketPath',
  onSocket: (socket: Socket) => void,
): Promise<ForwardTarget> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
    onSocket(socket);
  });
  const socketPath = join(await temporaryFolder(), 'listener.sock');
  if (kind === 'port') server.listen(0, '127.0.0.1');
  else server.listen(socketPath);
  await once(server, 'listening');
  // The host may reach it as another user.
  if (kind === 'socketPath') await chmod(socketPath, 0o777);
  afterThisTest(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return kind === 'port' ? { port: (server.address() as AddressInfo).port } : { socketPath };
}
