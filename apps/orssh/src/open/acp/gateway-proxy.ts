import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { OpenedRemote } from '../open-remote.js';

/** An HTTP proxy on this machine behind which every address is the gateway. */
export interface GatewayProxy {
  /** For `HTTP_PROXY`. */
  readonly url: string;
  /** Of the user `opencode`: who does not know it gets nothing. */
  readonly password: string;
  close(): Promise<void>;
}

const dropped = new Set(['host', 'connection', 'proxy-connection', 'authorization', 'keep-alive', 'origin']);

/**
 * `opencode acp` is a client of the server within it, and cannot be told of another. Its client asks by HTTP, though, and so
 * through the proxy that its environment names.
 */
export async function startGatewayProxy({
  origin,
  secret,
}: Pick<OpenedRemote, 'origin' | 'secret'>): Promise<GatewayProxy> {
  const password = randomBytes(24).toString('hex');
  const server = createServer((asked, answer) => {
    if (sameText(asked.headers.authorization ?? '', basic(password))) pass(asked, answer, { origin, secret });
    else answer.writeHead(403).end();
  });
  // Nothing of it goes anywhere else.
  server.on('connect', (_asked, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    password,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function pass(
  asked: IncomingMessage,
  answer: ServerResponse,
  { origin, secret }: Pick<OpenedRemote, 'origin' | 'secret'>,
): void {
  const { pathname, search } = new URL(asked.url ?? '/', 'http://127.0.0.1');
  const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !dropped.has(name)));
  const forwarded = request(origin, {
    ...{ method: asked.method, path: `${pathname}${search}`, timeout: 0 },
    headers: { ...headers, authorization: basic(secret) },
  });
  forwarded.on('response', (answered) => {
    const kept = Object.entries(answered.headers).filter(([name]) => name !== 'connection');
    answer.writeHead(answered.statusCode ?? 502, Object.fromEntries(kept));
    // An event stream begins before its first event.
    answer.flushHeaders();
    answered.pipe(answer);
    answered.on('error', () => answer.destroy());
  });
  forwarded.on('error', () => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502).end();
  });
  answer.on('close', () => forwarded.destroy());
  asked.pipe(forwarded);
}

function basic(password: string): string {
  return `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`;
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
