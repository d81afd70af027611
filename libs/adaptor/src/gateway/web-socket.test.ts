import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';

import { WebSocket, WebSocketServer } from 'ws';

import { StubClient } from '../stub-client.js';
import { PlainDuplex } from '../testing/plain-duplex.js';
import { poll } from '../testing/poll.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Scene {
  gateway: Gateway;
  sockets: WebSocket[];
  asked: { url?: string; headers: Record<string, unknown> }[];
}

/** A gateway to a stub with a WebSocket at `/pty/…`. */
async function scene(): Promise<Scene> {
  const sockets: WebSocket[] = [];
  const asked: Scene['asked'] = [];
  const server: Server = createServer((_request, response) => {
    response.statusCode = 404;
    response.end('{"name":"NotFoundError","data":{"message":"no such pty"}}');
  });
  const acceptor = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    asked.push({ url: request.url, headers: request.headers });
    if (request.url?.startsWith('/pty/gone')) {
      socket.end(
        'HTTP/1.1 404 Not Found\r\ncontent-length: 57\r\n\r\n{"name":"NotFoundError","data":{"message":"no such pty"}}',
      );
      return;
    }
    acceptor.handleUpgrade(request, socket, head, (webSocket) => sockets.push(webSocket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new StubClient({
    open: async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return new PlainDuplex(socket);
    },
    token: 'feed',
    host: 'box',
  });
  const gateway = await startGateway({ host: 'box', workspace, secret: 'abcdefghijklmnop' });
  gateway.attach(client);
  closers.push(
    () => server.close(),
    () => {
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
    },
    () => client.close(),
    () => gateway.close(),
  );
  return { gateway, sockets, asked };
}

const urlOf = (gateway: Gateway, path: string): string => gateway.url.replace('http', 'ws') + path;

test('messages go both ways, whole, whatever their size', async () => {
  const { gateway, sockets, asked } = await scene();
  const socket = new WebSocket(urlOf(gateway, '/pty/pty_1/connect?cursor=3'));
  await once(socket, 'open');
  await poll(() => sockets.length === 1);
  expect(asked[0]).toMatchObject({
    url: '/pty/pty_1/connect?cursor=3&workspace=wrk_1',
    headers: { authorization: 'Bearer feed' },
  });
  const got: Buffer[] = [];
  sockets[0]?.on('message', (data: Buffer) => sockets[0]?.send(data, { binary: true }));
  socket.on('message', (data: Buffer) => got.push(data));
  const sent = [1, 200, 70_000, 5_000_000].map((size) => Buffer.alloc(size, size % 251));
  for (const message of sent) socket.send(message);
  await poll(() => got.length === sent.length);
  expect(got.every((data, at) => data.equals(sent[at] ?? Buffer.alloc(0)))).toBe(true);
  socket.close();
});

test('a close goes through with its code, from both sides', async () => {
  const { gateway, sockets } = await scene();
  const first = new WebSocket(urlOf(gateway, '/pty/pty_1/connect'));
  await once(first, 'open');
  await poll(() => sockets.length === 1);
  sockets[0]?.close(4001, 'the shell ended');
  const [code, reason] = (await once(first, 'close')) as [number, Buffer];
  expect([code, reason.toString()]).toEqual([4001, 'the shell ended']);
  const second = new WebSocket(urlOf(gateway, '/pty/pty_1/connect'));
  await once(second, 'open');
  await poll(() => sockets.length === 2);
  const closed = once(sockets.at(-1) ?? second, 'close');
  second.close(4002);
  expect((await closed)[0]).toBe(4002);
});

test('when the host goes the client is told so, with the code for going away', async () => {
  const { gateway, sockets } = await scene();
  const socket = new WebSocket(urlOf(gateway, '/pty/pty_1/connect'));
  await once(socket, 'open');
  await poll(() => sockets.length === 1);
  sockets[0]?.send('some output');
  await once(socket, 'message');
  gateway.away('the cable is out');
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  expect([code, reason.toString()]).toEqual([1001, 'the cable is out']);
});

test('closing the gateway closes its WebSockets cleanly', async () => {
  const { gateway, sockets } = await scene();
  const socket = new WebSocket(urlOf(gateway, '/pty/pty_1/connect'));
  await once(socket, 'open');
  await poll(() => sockets.length === 1);
  const closed = once(socket, 'close');
  await gateway.close();
  expect((await closed)[0]).toBe(1001);
});

test('no WebSocket without the secret, from another origin, to the stub itself, or without a host', async () => {
  const { gateway, asked } = await scene();
  const status = (url: string, origin?: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url, origin === undefined ? {} : { origin });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        response.resume();
      });
      socket.on('open', () => {
        reject(new Error('it was opened'));
      });
      socket.on('error', () => undefined);
    });
  const root = `ws://127.0.0.1:${gateway.port}`;
  expect(await status(`${root}/wrong/pty/pty_1/connect`)).toBe(401);
  expect(await status(urlOf(gateway, '/pty/pty_1/connect'), 'https://evil.example')).toBe(403);
  expect(await status(urlOf(gateway, '/stub/v1/exec'))).toBe(404);
  expect(asked).toEqual([]);
  expect(await status(urlOf(gateway, '/pty/gone/connect'))).toBe(404);
  gateway.away('the cable is out');
  expect(await status(urlOf(gateway, '/pty/pty_1/connect'))).toBe(503);
});
