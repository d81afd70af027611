import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Bytes } from './http-lies.js';

/** A request that a client made. */
export interface Asked {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** What is answered: JSON, or bytes from the first line of the answer on, behind which the connection ends. */
export type Told =
  { json: unknown; status?: number } | { body: Buffer; status?: number; type?: string } | { bytes: Bytes };

const maxBodyBytes = 64 * 1024 * 1024;

/**
 * A server that proves honestly that it is the stub and then answers whatever `answer` says: the double of a host that has been
 * taken over. It speaks HTTP/1.1 on a port of the loopback interface.
 */
export class HostileStub {
  readonly token = randomBytes(32).toString('hex');
  readonly instance = 'hostile-1';
  /** What was asked for, `METHOD /path`. */
  readonly asked: string[] = [];
  answer: (asked: Asked) => Told | Promise<Told> = () => ({ json: {} });
  private readonly server: Server;
  private readonly sockets = new Set<Duplex>();

  private constructor() {
    this.server = createServer({ keepAlive: true, requestTimeout: 0, headersTimeout: 0 });
    this.server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.server.on('request', (request, response) => {
      const nonce = request.headers['x-stub-nonce'];
      if (typeof nonce === 'string') {
        const proof = createHmac('sha256', this.token)
          .update(Buffer.from(nonce, 'hex'))
          .update(this.instance);
        response.writeHead(401, {
          'x-stub-instance': this.instance,
          'x-stub-proof': proof.digest('hex'),
          'content-length': '0',
        });
        response.end();
      } else void this.tell(request, request.socket).catch(() => request.socket.destroy());
    });
    this.server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      void this.tell(request, socket).catch(() => socket.destroy());
    });
  }

  static async start(): Promise<HostileStub> {
    const stub = new HostileStub();
    stub.server.listen(0, '127.0.0.1');
    await once(stub.server, 'listening');
    return stub;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection; it goes on listening. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    this.server.close();
    await once(this.server, 'close');
  }

  private async tell(request: IncomingMessage, socket: Duplex): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stub');
    const { method = 'GET', headers } = request;
    this.asked.push(`${method} ${url.pathname}`);
    // Of a command's stdin the end is not waited for.
    const body = url.pathname.endsWith('/stdin') ? Buffer.alloc(0) : await whole(request);
    if (url.pathname.endsWith('/stdin')) request.resume();
    const told = await this.answer({ method, path: url.pathname, query: url.searchParams, headers, body });
    for await (const part of bytesOf(told)) {
      if (socket.destroyed) return;
      if (!socket.write(part)) await taken(socket);
    }
    socket.end();
  }
}

/** Resolves when the other side has taken what was written, or has gone. */
function taken(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
    if (socket.destroyed) done();
  });
}

function bytesOf(told: Told): Bytes {
  if ('bytes' in told) return told.bytes;
  const { status = 200 } = told;
  const body = 'body' in told ? told.body : Buffer.from(JSON.stringify(told.json));
  const type = 'body' in told ? (told.type ?? 'application/json') : 'application/json';
  const head = `HTTP/1.1 ${status} x\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
  return [head, body];
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
