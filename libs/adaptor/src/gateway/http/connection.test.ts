import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { poll } from '../../testing/poll.js';
import { type HttpHandler, serveConnection } from './connection.js';
import type { HttpAnswer } from './http-answer.js';

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

/** Takes nothing of what it is sent. */
class StuckSocket extends FakeSocket {
  override _write(): void {
    // It is never done.
  }
}

test('from a client that does not take its answers no further request is read', async () => {
  const socket = new StuckSocket();
  let asked = 0;
  const handler = {
    request(_request: unknown, answer: HttpAnswer) {
      asked += 1;
      answer.start(200, { 'content-length': '1024' });
      answer.write(Buffer.alloc(1024));
      answer.end();
    },
  } as unknown as HttpHandler;
  const closing = new AbortController().signal;
  const served = serveConnection(socket as unknown as Socket, handler, { closing, proven: () => undefined });
  socket.push('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5000));
  let before = -1;
  await poll(() => {
    const still = asked === before;
    before = asked;
    return still && asked > 200;
  });
  expect(asked).toBeLessThan(300);
  socket.destroy();
  await served;
});

test('an answer that ends when its client has gone leaves nothing that keeps the process', async () => {
  const socket = new FakeSocket();
  const handler = {
    request(_request: unknown, answer: HttpAnswer) {
      socket.once('close', () => {
        answer.start(200, { 'content-length': '0' });
        answer.end();
      });
      socket.destroy();
    },
  } as unknown as HttpHandler;
  const closing = new AbortController().signal;
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const served = serveConnection(socket as unknown as Socket, handler, { closing, proven: () => undefined });
  socket.push('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await served;
  expect(timers()).toBe(before);
});
