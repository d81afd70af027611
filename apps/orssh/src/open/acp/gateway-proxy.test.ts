import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { startGatewayProxy } from './gateway-proxy.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

async function proxied(secret: string) {
  const gateway = createServer((asked, answer) => {
    void text(asked).then((body) =>
      answer.end(JSON.stringify({ url: asked.url, authorization: asked.headers.authorization, body })),
    );
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  const proxy = await startGatewayProxy({ origin: `http://127.0.0.1:${port}`, secret });
  undo.push(
    () => proxy.close(),
    async () => {
      gateway.closeAllConnections();
      gateway.close();
      await Promise.resolve();
    },
  );
  return proxy;
}

async function ask(proxy: string, password: string) {
  const { hostname, port } = new URL(proxy);
  const asked = request({
    ...{ hostname, port, method: 'POST', path: 'http://127.0.0.1:4711/session?directory=%2Fsrv' },
    headers: { authorization: `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}` },
  });
  asked.end('{}');
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}

test('whatever server is asked, the gateway answers, by its own secret', async () => {
  const proxy = await proxied('s3cret');
  const { status, body } = await ask(proxy.url, proxy.password);
  expect(status).toBe(200);
  const authorization = `Basic ${Buffer.from('opencode:s3cret').toString('base64')}`;
  expect(JSON.parse(body)).toEqual({ url: '/session?directory=%2Fsrv', authorization, body: '{}' });
});

test('who does not know the password gets nothing', async () => {
  const proxy = await proxied('s3cret');
  expect(await ask(proxy.url, 's3cret')).toMatchObject({ status: 403, body: '' });
});
