import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { poll } from '../../testing/poll.js';
import { type HttpHandler, serveConnection } from './connection.js';

/** A connection that a test holds the other end of. */
class FakeSocket extends Duplex {
  override _read(): void {
    // What the test pushes.
  }

  override _write(_chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    done();
  }
}

test('a head that does not come to an end in time ends the connection, however often a byte comes', async () => {
  const socket = new FakeSocket();
  const limits = { headMs: 50, idleMs: 60_000 };
  const closing = new AbortController().signal;
  const served = serveConnection(socket as unknown as Socket, {} as HttpHandler, {
    ...{ closing, limits },
    proven: () => undefined,
  });
  await poll(() => {
    if (!socket.destroyed) socket.push('G');
    return socket.destroyed;
  });
  await served;
});
