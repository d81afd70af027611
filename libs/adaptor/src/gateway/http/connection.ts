import type { Socket } from 'node:net';

import { heldBack } from './held-back.js';
import { HttpAnswer } from './http-answer.js';
import { BadRequest, type HttpRequest } from './http-request.js';
import { readBody } from './read-body.js';
import { readHead, type RequestHead } from './read-head.js';
import { SocketReader } from './socket-reader.js';

export interface HttpHandler {
  /** Ends the answer at some time, or cuts it. */
  request(request: HttpRequest, answer: HttpAnswer): void;
  /** Takes the socket over; `rest` is what the client has sent behind the head. */
  upgrade(request: HttpRequest, socket: Socket, rest: Buffer, answer: HttpAnswer): void;
  /** Says in `answer` why a request was not understood. */
  refuse(error: BadRequest, answer: HttpAnswer): void;
}

export interface Limits {
  /** For the head, from its first byte; for that byte on a new connection; for the last bytes of one that ends. */
  headMs: number;
  /** Longer than any client keeps a connection, so that none is closed as a request is sent on it. */
  idleMs: number;
}

export interface Served {
  /** Aborts when the server takes no more requests. */
  closing: AbortSignal;
  /** Called when the client has shown that it may be here. */
  proven: () => void;
  limits?: Limits;
}

/** Above it no other request is read from a client that does not take its answers. */
const maxUnsentBytes = 256 * 1024;
const usual: Limits = { headMs: 10_000, idleMs: 15 * 60_000 };

/** Serves one connection, one request at a time, until it ends or, between two requests, `closing` aborts. */
export async function serveConnection(
  socket: Socket,
  handler: HttpHandler,
  { closing, proven, limits = usual }: Served,
): Promise<void> {
  const reader = new SocketReader(socket);
  const destroy = (): void => {
    socket.destroy();
  };
  reader.gone.addEventListener('abort', destroy, { once: true });
  for (let wait = limits.headMs; !reader.gone.aborted && !closing.aborted; wait = limits.idleMs) {
    closing.addEventListener('abort', destroy);
    const head = await within(socket, wait, () => nextHead(socket, reader, handler, limits));
    closing.removeEventListener('abort', destroy);
    if (!head || !(await serveRequest(socket, reader, { head, handler, proven }))) return;
    if (socket.writableLength > maxUnsentBytes) await heldBack(socket, socket);
  }
  finish(socket);
}

async function nextHead(
  socket: Socket,
  reader: SocketReader,
  handler: HttpHandler,
  { headMs }: Limits,
): Promise<RequestHead | undefined> {
  const first = await reader.read();
  if (!first) return undefined;
  reader.unread(first);
  try {
    return await within(socket, headMs, () => readHead(reader));
  } catch (error) {
    refuse(error, handler, answerOn(socket));
    return undefined;
  }
}

/** Resolves with whether another request may follow. */
async function serveRequest(
  socket: Socket,
  reader: SocketReader,
  { head, handler, proven }: { head: RequestHead; handler: HttpHandler; proven: () => void },
): Promise<boolean> {
  let body: ReturnType<typeof readBody>;
  try {
    body = readBody(reader, head);
  } catch (error) {
    refuse(error, handler, answerOn(socket, head));
    return false;
  }
  const { method, target, headers } = head;
  const request: HttpRequest = { method, target, headers, body: body.chunks, gone: reader.gone, proven };
  if (headers['upgrade']?.toLowerCase() === 'websocket' && method === 'GET' && !body.chunks) {
    handler.upgrade(request, socket, reader.release(), answerOn(socket, head));
    return false;
  }
  if (headers['expect']?.toLowerCase() === '100-continue' && body.chunks) {
    socket.write('HTTP/1.1 100 Continue\r\n\r\n');
  }
  const kept = await new Promise<boolean>((resolve) => {
    handler.request(request, new HttpAnswer(socket, head, keepsAlive(head), resolve));
  });
  if (kept && body.done()) return true;
  finish(socket);
  return false;
}

function keepsAlive({ minor, headers }: RequestHead): boolean {
  return minor === 1 && !/\bclose\b/i.test(headers['connection'] ?? '');
}

/** For the last answer on a connection. */
function answerOn(socket: Socket, head: Pick<RequestHead, 'method' | 'minor'> = { method: 'GET', minor: 1 }) {
  return new HttpAnswer(socket, head, false, () => {
    finish(socket);
  });
}

function refuse(error: unknown, handler: HttpHandler, answer: HttpAnswer): void {
  if (error instanceof BadRequest) handler.refuse(error, answer);
  else answer.cut();
}

/** Ends the connection; one whose client does not take the rest is cut. */
function finish(socket: Socket): void {
  if (socket.destroyed) return;
  socket.end();
  const timer = setTimeout(() => socket.destroy(), usual.headMs);
  socket.once('close', () => {
    clearTimeout(timer);
  });
}

async function within<T>(socket: Socket, ms: number, act: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => socket.destroy(), ms);
  try {
    return await act();
  } finally {
    clearTimeout(timer);
  }
}
