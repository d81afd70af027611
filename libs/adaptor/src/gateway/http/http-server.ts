import { once, setMaxListeners } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import { type HttpHandler, serveConnection } from './connection.js';
import { Connections } from './connections.js';

export interface HttpServer {
  readonly port: number;
  /** Stops to listen, lets requests that run end, and cuts what is still open after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

const maxConnections = 512;

/**
 * HTTP/1.1 on 127.0.0.1, on `node:net`: in Bun 1.3.14 what is written to an upgraded socket of `node:http` never leaves, nobody
 * is told that a client went once its request was read, and there is no limit on slow headers.
 */
export async function startHttpServer(
  port: number | undefined,
  handlerFor: (port: number) => HttpHandler,
): Promise<HttpServer> {
  const connections = new Connections(maxConnections);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const server = createServer({ noDelay: true });
  await listen(server, port);
  server.on('error', () => undefined);
  const bound = (server.address() as AddressInfo).port;
  const handler = handlerFor(bound);
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    const proven = (): void => {
      connections.prove(socket);
    };
    if (!connections.add(socket)) socket.destroy();
    else serveConnection(socket, handler, { closing: closing.signal, proven }).catch(() => socket.destroy());
  });
  return {
    port: bound,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      closing.abort();
      const timer = setTimeout(() => {
        connections.destroy();
      }, graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** On the port that is asked for, or another when it is taken. */
async function listen(server: Server, port: number | undefined): Promise<void> {
  try {
    server.listen(port ?? 0, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (port === undefined) throw error;
    await listen(server, undefined);
  }
}
