import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { AgentFile } from '../agent-file.js';
import { connectRemote, type Remote } from '../remote/index.js';

export interface DoorRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface DoorAnswer {
  status?: number;
  json?: unknown;
  bytes?: Uint8Array;
  headers?: Record<string, string>;
  /** The connection ends in place of an answer. */
  cut?: boolean;
}

export type PlayDoor = (request: DoorRequest) => DoorAnswer | Promise<DoorAnswer>;

const made: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const door of made.splice(0)) await door.close();
});

/** A gateway's door for agents that `play` answers for, and what is connected to it. */
export async function fakeDoor(play: PlayDoor): Promise<{ remote: Remote; file: AgentFile }> {
  const server = createServer((request, response) => {
    void answer(play, request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const file: AgentFile = {
    ...{ v: 1, port, token: 'feed'.repeat(8), host: 'box', anchor: '/anchor' },
    workspace: { id: 'wrk_1', projectID: 'p', name: 'api', directory: '/srv/api' },
  };
  const remote = connectRemote(file);
  made.push({
    async close() {
      await remote.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
  return { remote, file };
}

/** What the door says while the host is away. */
export const hostAway: DoorAnswer = refusal(503, 'UnavailableError', {
  message: 'The connection to box was lost.',
  code: 'host_away',
});

export function refusal(status: number, name: string, data: { message: string; code?: string }): DoorAnswer {
  return { status, json: { name, data } };
}

async function answer(play: PlayDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  const told = await play({ method, path: url, headers, body: Buffer.concat(chunks) });
  if (told.cut) {
    request.socket.destroy();
    return;
  }
  response.writeHead(told.status ?? 200, told.headers);
  response.end(told.bytes ?? JSON.stringify(told.json ?? {}));
}
