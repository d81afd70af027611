import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { WebSocket, WebSocketServer } from 'ws';

import { poll } from '../testing/poll.js';
import { sseClient } from '../testing/sse-client.js';

/** The Bun that OpenCode 1.18.33 has inside. */
function findBun(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@oven/bun-linux-x64/package.json');
    const bun = join(dirname(manifest), 'bin/bun');
    return existsSync(bun) ? bun : undefined;
  } catch {
    return undefined;
  }
}

const bun = findBun();
const script = join(dirname(fileURLToPath(import.meta.url)), '../testing/bun-gateway.ts');
const megabyte = Buffer.alloc(1024 * 1024, 'x');
if (bun === undefined) process.stderr.write('SKIPPED: the gateway inside Bun (@oven/bun-linux-x64).\n');

(bun === undefined ? describe.skip : describe)('inside Bun', () => {
  let stub: Server;
  let child: ChildProcess;
  let url: string;
  let lines: AsyncIterator<string>;
  let other: (incoming: IncomingMessage, response: ServerResponse) => void;
  const streams = new Set<ServerResponse>();

  beforeAll(async () => {
    stub = createServer((incoming, response) => {
      if (!incoming.url?.startsWith('/global/event')) {
        other(incoming, response);
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame('', 'server.connected'));
      streams.add(response);
    });
    const acceptor = new WebSocketServer({ server: stub });
    acceptor.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        socket.send(data, { binary: true });
      });
    });
    stub.listen(0, '127.0.0.1');
    await once(stub, 'listening');
    const { port } = stub.address() as AddressInfo;
    child = spawn(bun ?? '', [script, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!child.stdout) throw new Error('no stdout');
    lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    url = (await lines.next()).value as string;
    await poll(() => streams.size === 1);
  });

  afterAll(() => {
    child.kill();
    stub.closeAllConnections();
    stub.close();
  });

  const frame = (workspace: string, type: string): string =>
    `data: ${JSON.stringify({ directory: '/srv/app', project: 'p1', workspace, payload: { type, properties: {} } })}\n\n`;

  const tell = (line: string): unknown => child.stdin?.write(`${line}\n`);

  test('events come', async () => {
    const reader = await sseClient(`${url}/global/event`);
    for (const stream of streams) stream.write(frame('wrk_1', 'session.idle'));
    await reader.until(() => reader.frames.length === 2);
    reader.stop();
  });

  test('a client that goes after its request ends it at the stub', async () => {
    let closed = false;
    other = (incoming, response) => {
      incoming.resume();
      incoming.on('end', () => response.write('begun'));
      response.on('close', () => (closed = true));
    };
    const asked = request(`${url}/session/ses_1/message`, { method: 'POST', agent: false });
    asked.on('error', () => undefined);
    asked.end('{}');
    await once(asked, 'response');
    asked.destroy();
    await poll(() => closed);
  });

  test('200 MB go up and down, whole', async () => {
    other = (incoming, response) => {
      const hash = createHash('sha256');
      incoming.on('data', (chunk: Buffer) => hash.update(chunk));
      incoming.on('end', () => {
        response.setHeader('x-sum', hash.digest('hex'));
        Readable.from(Array.from({ length: 200 }, () => megabyte)).pipe(response);
      });
    };
    const asked = request(`${url}/upload`, { method: 'POST', agent: false });
    Readable.from(Array.from({ length: 200 }, () => megabyte)).pipe(asked);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let got = 0;
    for await (const chunk of answer) got += (chunk as Buffer).length;
    const sum = createHash('sha256');
    for (let at = 0; at < 200; at++) sum.update(megabyte);
    expect(got).toBe(200 * megabyte.length);
    expect(answer.headers['x-sum']).toBe(sum.digest('hex'));
  });

  test('WebSockets go both ways, and are closed when the host goes; events stay; close is clean', async () => {
    const reader = await sseClient(`${url}/global/event`);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/pty/pty_1/connect`);
    await once(socket, 'open');
    const message = Buffer.alloc(3_000_000, 'm');
    socket.send(message);
    const [echo] = (await once(socket, 'message')) as [Buffer];
    expect(echo.equals(message)).toBe(true);
    tell('away');
    expect((await once(socket, 'close'))[0]).toBe(1001);
    expect((await fetch(`${url}/path`)).status).toBe(503);
    expect(reader.end).toBeUndefined();
    tell('close');
    await reader.until(() => reader.end !== undefined);
    expect(reader.end).toBe('clean');
  });
});
