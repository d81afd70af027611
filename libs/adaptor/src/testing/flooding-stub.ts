import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type WebSocket, WebSocketServer } from 'ws';

/** A stub that answers `{}`, and sends as much as a test wants. */
export interface FloodingStub {
  readonly port: number;
  /** Streams of events that are open. */
  readonly streams: ReadonlySet<ServerResponse>;
  readonly webSockets: ReadonlySet<WebSocket>;
  /** Method and path of what reached it, events aside. */
  readonly reached: string[];
  /** Sends an event of the workspace `wrk_1`. */
  send(type: string, properties: object): void;
  close(): Promise<void>;
}

export async function startFloodingStub(): Promise<FloodingStub> {
  const streams = new Set<ServerResponse>();
  const reached: string[] = [];
  const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
    if (!incoming.url?.startsWith('/global/event')) {
      reached.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
      incoming.resume();
      incoming.on('end', () => response.end('{}'));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frame('', 'server.connected', {}));
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };
  const server: Server = createServer(answer);
  const webSockets = new Set<WebSocket>();
  new WebSocketServer({ server }).on('connection', (socket) => {
    webSockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => webSockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ port: (server.address() as AddressInfo).port, streams, webSockets, reached },
    send(type, properties) {
      for (const stream of streams) stream.write(frame('wrk_1', type, properties));
    },
    async close() {
      for (const socket of webSockets) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function frame(workspace: string, type: string, properties: object): string {
  const whole = { directory: '/srv/app', project: 'p1', workspace, payload: { type, properties } };
  return `data: ${JSON.stringify(whole)}\n\n`;
}
