import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

import { StubClient, type StubClientOptions } from '../stub-client.js';
import { PlainDuplex } from './plain-duplex.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeStub {
  client: StubClient;
  /** Streams that the client opened. */
  streams: Duplex[];
}

const made: { server: Server; client: StubClient }[] = [];

afterEach(async () => {
  for (const { server, client } of made.splice(0)) {
    await client.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A client of an HTTP server that `handler` plays, over plain Duplex streams as a tunnel gives them. */
export async function fakeStub(
  handler: Handler,
  options: Pick<StubClientOptions, 'renewToken'> = {},
): Promise<FakeStub> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const streams: Duplex[] = [];
  const open = async (): Promise<Duplex> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const stream = new PlainDuplex(socket);
    streams.push(stream);
    return stream;
  };
  const client = new StubClient({ open, token: 'feed', host: 'box', ...options });
  made.push({ server, client });
  return { client, streams };
}
