import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { EventStub } from '../testing/event-stub.js';
import { poll } from '../testing/poll.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const secret = 'abcdefghijklmnop';
const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
let gateway: Gateway;
let stub: EventStub;
let reached: string[];
const logged: string[] = [];

beforeEach(async () => {
  stub = new EventStub();
  reached = [];
  stub.other = (request, response) => {
    reached.push(`${request.method ?? ''} ${request.url ?? ''}`);
    request.resume();
    request.on('end', () => response.end('{}'));
  };
  gateway = await startGateway({
    ...{ host: 'box', workspace, secret },
    log: (_level, message) => logged.push(message),
  });
  gateway.attach(await stub.client());
});

afterEach(() => gateway.close());

/** Sends bytes as they are; resolves with all that came when the gateway ended the connection, or `enough` is there. */
async function raw(bytes: string, enough?: RegExp): Promise<string> {
  const socket = connect(gateway.port, '127.0.0.1');
  let text = '';
  let over = false;
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.on('close', () => (over = true));
  await once(socket, 'connect');
  socket.write(bytes, 'latin1');
  await poll(() => over || enough?.test(text) === true);
  socket.destroy();
  return text;
}

const host = (): string => `Host: 127.0.0.1:${gateway.port}`;

test.each([
  ['no HTTP', 'nonsense\r\n\r\n', /^HTTP\/1.1 400 /],
  ['another version', 'GET / HTTP/2.0\r\n\r\n', /^HTTP\/1.1 400 /],
  ['an absolute target', `GET http://127.0.0.1/${secret}/path HTTP/1.1\r\nHOST\r\n\r\n`, /^HTTP\/1.1 400 /],
  ['a folded header', `GET /${secret}/path HTTP/1.1\r\nHOST\r\nX: a\r\n b\r\n\r\n`, /^HTTP\/1.1 400 /],
  [
    'a header with a bare newline',
    `GET /${secret}/path HTTP/1.1\r\nHOST\r\nX: a\nY: b\r\n\r\n`,
    /^HTTP\/1.1 400 /,
  ],
  ['a space before the colon', `GET /${secret}/path HTTP/1.1\r\nHOST\r\nX : a\r\n\r\n`, /^HTTP\/1.1 400 /],
  ['two hosts', `GET /${secret}/path HTTP/1.1\r\nHOST\r\nHOST\r\n\r\n`, /^HTTP\/1.1 400 /],
  [
    'two lengths',
    `POST /${secret}/path HTTP/1.1\r\nHOST\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1.1 400 /,
  ],
  [
    'a length that is none',
    `POST /${secret}/path HTTP/1.1\r\nHOST\r\nContent-Length: +1\r\n\r\na`,
    /^HTTP\/1.1 400 /,
  ],
  [
    'another coding',
    `POST /${secret}/path HTTP/1.1\r\nHOST\r\nTransfer-Encoding: gzip, chunked\r\n\r\n`,
    /^HTTP\/1.1 501 /,
  ],
  [
    'a giant header',
    `GET /${secret}/path HTTP/1.1\r\nHOST\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
    /^HTTP\/1.1 431 /,
  ],
  [
    'many headers',
    `GET /${secret}/path HTTP/1.1\r\nHOST\r\n${'X: a\r\n'.repeat(500)}\r\n`,
    /^HTTP\/1.1 431 /,
  ],
  [
    'a chunk without a size',
    `POST /${secret}/path HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    /^HTTP\/1.1 400 /,
  ],
])('%s is refused, in OpenCode’s form, and the connection ended', async (_name, bytes, expected) => {
  const text = await raw(bytes.replaceAll('HOST', host()));
  expect(text).toMatch(expected);
  expect(text).toContain('"data":{"message"');
  expect(text).toContain('connection: close');
});

const webSocket =
  'Connection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

test.each([
  [
    'a preflight of another origin',
    'OPTIONS',
    'Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n',
    403,
  ],
  [
    'a preflight of no origin',
    'OPTIONS',
    'Origin: null\r\nAccess-Control-Request-Private-Network: true\r\n',
    403,
  ],
  ['a WebSocket of another origin', 'GET', `Origin: http://evil.example\r\n${webSocket}`, 403],
  ['a WebSocket of no origin', 'GET', `Origin: null\r\n${webSocket}`, 403],
  ['a page of another name', 'GET', 'Host: evil.example\r\n', 400],
])(
  '%s is refused with the secret, and told of nothing that it may do',
  async (_name, method, headers, status) => {
    const text = await raw(`${method} /${secret}/pty/p/connect HTTP/1.1\r\n${host()}\r\n${headers}\r\n`);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text.toLowerCase()).not.toMatch(/access-control|101 switching|allow:/);
    expect(reached).toEqual([]);
  },
);

test('a WebSocket that does not know the secret is none', async () => {
  const text = await raw(`GET /guess/pty/p/connect HTTP/1.1\r\n${host()}\r\n${webSocket}\r\n`);
  expect(text).toMatch(/^HTTP\/1.1 401 /);
  expect(reached).toEqual([]);
});

test('what hides behind a body is never another request', async () => {
  const inner = `GET /${secret}/inner HTTP/1.1\r\n${host()}\r\n\r\n`;
  await raw(
    `POST /${secret}/outer HTTP/1.1\r\n${host()}\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
    /\{\}$/,
  );
  expect(reached).toEqual(['POST /outer?workspace=wrk_1']);
});

test('requests on one connection are answered in turn', async () => {
  const one = (path: string) =>
    `POST /${secret}/${path} HTTP/1.1\r\n${host()}\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\nTrailer: x\r\n\r\n`;
  const text = await raw(one('first') + one('second'), /\{\}[^]*\{\}/);
  expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  expect(reached).toEqual(['POST /first?workspace=wrk_1', 'POST /second?workspace=wrk_1']);
});

test('one who guesses secrets waits, others do not, and none of it is logged', async () => {
  const guesses = Array.from({ length: 40 }, (_value, at) =>
    raw(`GET /guess${at}/path HTTP/1.1\r\n${host()}\r\n\r\n`),
  );
  await poll(() => stub.connected);
  const good = await raw(`GET /${secret}/path HTTP/1.1\r\n${host()}\r\n\r\n`, /\{\}/);
  expect(good).toContain('200 OK');
  const answers = await Promise.all(guesses);
  expect(answers.filter((text) => text.startsWith('HTTP/1.1 429'))).not.toHaveLength(0);
  expect(answers.every((text) => /^HTTP\/1.1 4(01|29) /.test(text))).toBe(true);
  expect(reached).toEqual(['GET /path?workspace=wrk_1']);
  expect([...logged, ...answers].join('\n')).not.toMatch(/guess|abcdefghijklmnop/);
});

test('more connections than it takes are ended, and leave it working', async () => {
  const sockets: Socket[] = [];
  let ended = 0;
  for (let at = 0; at < 530; at++) {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('close', () => (ended += 1));
    sockets.push(socket);
  }
  await poll(() => ended >= 18);
  for (const socket of sockets) socket.destroy();
  await poll(() => ended === 530);
  expect(await raw(`GET /${secret}/path HTTP/1.1\r\n${host()}\r\n\r\n`, /\{\}/)).toContain('200 OK');
});

test('close does not wait for who sends half a request', async () => {
  const half = connect(gateway.port, '127.0.0.1');
  half.on('error', () => undefined);
  await once(half, 'connect');
  half.write(`GET /${secret}/path HTTP/1.1\r\nX`);
  const body = connect(gateway.port, '127.0.0.1');
  body.on('error', () => undefined);
  await once(body, 'connect');
  body.write(`POST /${secret}/path HTTP/1.1\r\n${host()}\r\nContent-Length: 10\r\n\r\nabc`);
  let ended = 0;
  for (const socket of [half, body]) socket.on('close', () => (ended += 1));
  await gateway.close();
  await poll(() => ended === 2);
});
