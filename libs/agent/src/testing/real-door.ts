import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import type { Health } from '@orssh/protocol';

export interface RealDoor {
  readonly port: number;
  readonly token: string;
  /** In which a slash command is under way. */
  commandSession: string | undefined;
  /** The keys that somebody holds; what was asked for with one ends with it. */
  readonly holds: ReadonlySet<string>;
  /** Called when a command is asked for, before it goes on. */
  onExec: () => void;
  /** Breaks everything that is under way. */
  cut(): void;
  /** From now on the host is away, or back. */
  away(is: boolean): void;
  close(): Promise<void>;
}

/** What a gateway's door for agents does: requests go to the stub, in the name of a workspace. */
export async function openDoor(
  open: () => Promise<Duplex>,
  { workspaceID, stubToken }: { workspaceID: string; stubToken: () => string },
): Promise<RealDoor> {
  const token = 'feed'.repeat(8);
  const holds = new Set<string>();
  let isAway = false;
  const endHeld = async (key: string): Promise<void> => {
    const stream = await open();
    const sent = request({
      ...{ createConnection: () => stream, method: 'POST', path: '/stub/v1/exec/kill' },
      headers: {
        ...{ 'content-type': 'application/json', connection: 'close' },
        authorization: `Bearer ${stubToken()}`,
      },
    });
    sent.on('error', () => stream.destroy());
    sent.on('response', (answer) => answer.resume());
    sent.end(JSON.stringify({ key }));
  };
  const pass = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const held = /^\/agent\/v1\/hold\/(.+)$/.exec(from.url ?? '')?.[1];
    if (held !== undefined) {
      to.writeHead(200).flushHeaders();
      from.socket.once('close', () => {
        if (holds.delete(held)) void endHeld(held);
      });
      holds.add(held);
      return;
    }
    if (from.url === '/agent/v1/command-session') {
      to.end(JSON.stringify({ sessionID: door.commandSession }));
      return;
    }
    if (isAway) {
      to.writeHead(503, { 'content-type': 'application/json' });
      const data = { message: 'box cannot be reached at the moment.', code: 'host_away' };
      to.end(JSON.stringify({ name: 'UnavailableError', data }));
      return;
    }
    if (from.method === 'POST' && from.url?.startsWith('/stub/v1/exec?')) door.onExec();
    const stream = await open();
    const asksInstance = from.url === '/agent/v1/instance';
    from.socket.once('close', () => stream.destroy());
    const url = new URL(asksInstance ? '/global/health' : (from.url ?? ''), 'http://door');
    url.searchParams.set('workspace', workspaceID);
    const sent = request({
      ...{ createConnection: () => stream, method: from.method, path: url.pathname + url.search },
      headers: { ...from.headers, authorization: `Bearer ${stubToken()}`, connection: 'close' },
    });
    sent.on('error', () => from.socket.destroy());
    sent.on('response', (answer) => {
      if (asksInstance) {
        void json(answer).then((health) => {
          to.end(JSON.stringify((health as Health).stub));
        });
        return;
      }
      to.writeHead(answer.statusCode ?? 500, answer.headers);
      to.flushHeaders();
      pipeline(answer, to).catch(() => from.socket.destroy());
    });
    await pipeline(from, sent).catch(() => from.socket.destroy());
  };
  const server = createServer((from, to) => {
    if (from.headers.authorization === `Bearer ${token}`) pass(from, to).catch(() => from.socket.destroy());
    else to.writeHead(401).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const door: RealDoor = {
    port: (server.address() as AddressInfo).port,
    ...{ token, holds, commandSession: undefined },
    onExec: () => undefined,
    cut: () => {
      holds.clear();
      server.closeAllConnections();
    },
    away(is) {
      isAway = is;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return door;
}
