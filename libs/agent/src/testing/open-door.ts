import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { StubClient } from '@orssh/adaptor';

/** What a gateway's door does while the host is there: passes each request on to the stub, as one of the workspace. */
export async function openDoor(
  stub: StubClient,
  workspaceID: string,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    pass(stub, workspaceID, request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const carried = ['content-type', 'if-match', 'if-none-match', 'x-orssh-allow'];

function pass(
  stub: StubClient,
  workspaceID: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method = 'GET', url = '/' } = request;
  const { pathname, searchParams } = new URL(url, 'http://door');
  searchParams.set('workspace', workspaceID);
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => carried.includes(name)),
  ) as Record<string, string>;
  const fail = (): void => {
    response.destroy();
  };
  stub.forward(
    {
      method,
      path: `${pathname}?${searchParams.toString()}`,
      headers,
      ...(method !== 'GET' && { body: request }),
    },
    {
      fail,
      head(status, answered) {
        response.writeHead(status, answered as Record<string, string>);
        return {
          start: () => undefined,
          data: (chunk) => response.write(chunk),
          end: () => response.end(),
          fail,
        };
      },
    },
  );
}
