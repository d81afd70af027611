import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

import type { StubClient } from '../stub-client.js';
import { fakeStub } from '../testing/fake-stub.js';
import { poll } from '../testing/poll.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const secret = 'abcdefghijklmnop';
const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const open: Gateway[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((gateway) => gateway.close()));
});

async function gatewayTo(stub?: StubClient): Promise<Gateway> {
  const gateway = await startGateway({ host: 'box', workspace, secret });
  open.push(gateway);
  if (stub) gateway.attach(stub);
  return gateway;
}

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  json: unknown;
}

/** As `fetch`, which does not let anybody set Host or Origin. */
function ask(url: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          json: text === '' ? undefined : JSON.parse(text),
        });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

test('before the host is there requests are answered 503 with the reason, in the form of OpenCode', async () => {
  const gateway = await gatewayTo();
  const { status, json } = await ask(`${gateway.url}/path`);
  expect(status).toBe(503);
  expect(json).toMatchObject({ name: 'UnavailableError', data: { code: 'host_away' } });
  expect(JSON.stringify(json)).toContain('not connected yet');
  gateway.away('the cable is out');
  expect(JSON.stringify((await ask(`${gateway.url}/path`)).json)).toContain('the cable is out');
});

test('what a person enters before the host is there waits for it', async () => {
  const gateway = await gatewayTo();
  const entered = ask(`${gateway.url}/session/ses_1/shell`, {}, 'POST', '{"command":"true"}');
  gateway.away('the first try failed');
  expect(await Promise.race([entered, setTimeout(100, 'waits')])).toBe('waits');
  const { client } = await fakeStub((_incoming, response) => response.end('{}'));
  gateway.attach(client);
  expect((await entered).status).toBe(200);
  gateway.away('gone again');
  expect((await ask(`${gateway.url}/session/ses_1/shell`, {}, 'POST', '{}')).status).toBe(503);
});

test('a request reaches the stub with its token and the workspace, without secret, directory and credentials', async () => {
  const seen: { url?: string; headers: Record<string, unknown>; body: string }[] = [];
  const { client } = await fakeStub((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => (body += String(chunk)));
    incoming.on('end', () => {
      if (incoming.url?.startsWith('/session'))
        seen.push({ url: incoming.url, headers: incoming.headers, body });
      response.writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': 'a=b',
        'x-next-cursor': 'c',
        'access-control-allow-origin': '*',
      });
      response.end('{"ok":true}');
    });
  });
  const gateway = await gatewayTo(client);
  const answer = await ask(
    `${gateway.url}/session/ses_1/message?directory=/home/me&limit=3`,
    {
      authorization: 'Bearer mine',
      cookie: 'c=d',
      'x-opencode-directory': '/home/me',
      'x-orssh-lease': 'stolen',
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    },
    'POST',
    '{"parts":[]}',
  );
  expect(answer).toMatchObject({ status: 200, json: { ok: true }, headers: { 'x-next-cursor': 'c' } });
  expect(answer.headers).not.toHaveProperty('set-cookie');
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    url: '/session/ses_1/message?limit=3&workspace=wrk_1',
    body: '{"parts":[]}',
    headers: { authorization: 'Bearer feed', 'content-type': 'application/json' },
  });
  expect(seen[0]?.headers).not.toHaveProperty('cookie');
  expect(seen[0]?.headers).not.toHaveProperty('x-opencode-directory');
  expect(seen[0]?.headers).not.toHaveProperty('x-orssh-lease');
});

test('the password of HTTP Basic opens it too; nothing else does', async () => {
  const { client } = await fakeStub((_incoming, response) => response.end('{}'));
  const gateway = await gatewayTo(client);
  const root = `http://127.0.0.1:${gateway.port}`;
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });
  expect((await ask(`${root}/path`, basic('opencode', secret))).status).toBe(200);
  const refused = await ask(`${root}/path`, basic('opencode', 'wrong'));
  expect(refused).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': expect.stringContaining('Basic') as unknown },
    json: { name: 'UnauthorizedError' },
  });
  expect(JSON.stringify(refused)).not.toContain('wrong"');
  expect((await ask(`${root}/path`, basic('root', secret))).status).toBe(401);
  expect((await ask(`${root}/${secret}x/path`)).status).toBe(401);
  expect((await ask(`${root}/`)).status).toBe(401);
});

test('other names for this host, and pages of other origins, are refused whatever they know', async () => {
  const { client } = await fakeStub((_incoming, response) => response.end('{}'));
  const gateway = await gatewayTo(client);
  const { url, port } = gateway;
  expect((await ask(`${url}/path`, { host: `evil.example:${port}` })).status).toBe(403);
  expect((await ask(`${url}/path`, { host: '127.0.0.1' })).status).toBe(403);
  expect((await ask(`${url}/path`, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask(`${url}/path`, { origin: 'null' })).status).toBe(403);
  expect((await ask(`${url}/path`, { host: `localhost:${port}` })).status).toBe(200);
  expect((await ask(`${url}/path`, { origin: `http://127.0.0.1:${port}` })).status).toBe(200);
});

test.each([
  ['GET', '/stub/v1/exec'],
  ['POST', '/stub'],
  ['GET', '/%73tub/v1/exec'],
  ['GET', '/stub%2Fv1/exec'],
  ['GET', '//stub/v1/exec'],
  ['GET', '/x/../stub/v1/exec'],
  ['GET', '/./stub/v1/exec'],
  ['POST', '/experimental/workspace'],
  ['DELETE', '/experimental/workspace/wrk_1'],
  ['POST', '/experimental/%77orkspace/'],
])('%s %s never reaches the stub', async (method, path) => {
  const reached: string[] = [];
  const { client } = await fakeStub((incoming, response) => {
    if (!incoming.url?.startsWith('/global/event')) reached.push(incoming.url ?? '');
    response.end('{}');
  });
  const gateway = await gatewayTo(client);
  const { status } = await new Promise<{ status: number }>((resolve, reject) => {
    request(
      { host: '127.0.0.1', port: gateway.port, path: `/${secret}${path}`, method, agent: false },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    )
      .on('error', reject)
      .end();
  });
  expect([400, 404]).toContain(status);
  expect(reached).toEqual([]);
});

test('a directly attached client is told of this workspace, and whether its host is there', async () => {
  const gateway = await gatewayTo((await fakeStub((_incoming, response) => response.end())).client);
  const told = async (path: string) => (await ask(`${gateway.url}/experimental/workspace${path}`)).json;
  expect(await told('')).toMatchObject([{ id: 'wrk_1', name: 'box' }]);
  expect(await told('/status')).toEqual([{ workspaceID: 'wrk_1', status: 'connected' }]);
  gateway.away('cut');
  expect(await told('/status')).toEqual([{ workspaceID: 'wrk_1', status: 'disconnected' }]);
  expect(await told('/adapter')).toEqual([]);
});

test('while a request waits for its answer to begin this is said, and no longer', async () => {
  let answer = (): void => undefined;
  const { client } = await fakeStub((_request, response) => {
    answer = () => response.writeHead(200).write('first');
  });
  let waited = 0;
  const onWaiting = () => (waited += 1);
  const gateway = await startGateway({ host: 'box', workspace, secret, onWaiting, waitingMs: 5 });
  open.push(gateway);
  gateway.attach(client);
  const response = fetch(`${gateway.url}/path`);
  await poll(() => waited > 2);
  answer();
  await (await response).body?.getReader().read();
  const before = waited;
  await ask(`${gateway.url}/experimental/workspace`);
  expect(waited).toBe(before);
});
