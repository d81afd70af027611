import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { parseHostJson } from '@orssh/protocol';

import { bodyCollector } from '../body-collector.js';
import type { StubHeaders } from '../exchange.js';
import { answerJson } from './answer-error.js';
import { closeFrame } from './close-frame.js';
import { toStub } from './carried-headers.js';
import { Stopper } from './stopper.js';
import { FrameBoundary } from './frame-boundary.js';
import { answerFailure } from './forward.js';
import type { HostStay } from './host-link.js';
import { heldBack } from './http/held-back.js';
import type { HttpAnswer } from './http/http-answer.js';
import type { HttpRequest } from './http/http-request.js';

/** For the last frame to leave. */
const endMs = 2000;
const goingAway = 1001;
const handshake = ['sec-websocket-accept', 'sec-websocket-protocol'];

export interface WebSocketOptions {
  host: string;
  stay: HostStay;
  path: string;
  socket: Socket;
  /** What the client has sent behind its head. */
  rest: Buffer;
  /** For anything but a WebSocket. */
  answer: HttpAnswer;
  /** Why the host went, once it has. */
  reason: () => string;
}

/** Joins a client's WebSocket with one of the stub's, byte by byte; when the host goes the client gets a close frame. */
export function joinWebSockets(request: HttpRequest, options: WebSocketOptions): void {
  const { host, stay, path, answer, reason } = options;
  const stopper = new Stopper([request.gone, stay.lost]);
  const fail = (error: Error): void => {
    stopper.release();
    if (request.gone.aborted) answer.cut();
    else answerFailure(answer, host, error, stay.lost.aborted ? reason() : undefined);
  };
  const stop = stay.stub.forward(
    { method: 'GET', path, headers: toStub(request) },
    {
      fail,
      head: (status) => {
        const done = (text: string): void => {
          stopper.release();
          answerJson(answer, status, parseHostJson(text));
        };
        return bodyCollector(host, done, fail);
      },
      upgraded: (headers, stream) => {
        stopper.release();
        join(headers, stream, options);
      },
    },
  );
  stopper.arm(stop);
}

function join(headers: StubHeaders, stream: Duplex, { socket, rest, stay, reason }: WebSocketOptions): void {
  let head = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n';
  for (const name of handshake) {
    const value = headers[name];
    if (typeof value === 'string') head += `${name}: ${value.replaceAll(/[^\x20-\x7e]/g, '')}\r\n`;
  }
  socket.write(`${head}\r\n`, 'latin1');
  const boundary = new FrameBoundary();
  let over = false;
  const finish = (why: string): void => {
    if (over) return;
    over = true;
    stay.lost.removeEventListener('abort', onLost);
    stream.destroy();
    // In the middle of a frame there is no way to say anything.
    if (boundary.open && !socket.destroyed) socket.write(closeFrame(goingAway, why));
    socket.end();
    setTimeout(() => socket.destroy(), endMs).unref();
  };
  const onLost = (): void => {
    finish(reason());
  };
  stay.lost.addEventListener('abort', onLost);
  if (rest.length > 0) stream.write(rest);
  carry(socket, stream);
  carry(stream, socket, (chunk) => {
    try {
      boundary.feed(chunk);
    } catch {
      // The client is not to wait for the rest of what it has begun to read.
      over = true;
      stream.destroy();
      socket.destroy();
    }
  });
  for (const event of ['end', 'close', 'error']) {
    socket.on(event, () => {
      finish('');
    });
    stream.on(event, () => {
      finish('the stream to the host ended');
    });
  }
}

/** Not faster than it is taken. */
function carry(from: Duplex, to: Duplex, seen?: (chunk: Uint8Array) => void): void {
  from.on('data', (chunk: Uint8Array) => {
    seen?.(chunk);
    if (to.destroyed || to.write(chunk)) return;
    from.pause();
    void heldBack(from, to).then(() => from.resume());
  });
  from.resume();
}
