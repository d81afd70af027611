import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { type Asked, type Bytes, peakGrowth, type Told } from '@orssh/protocol/testing';

import { hostileClient } from '../testing/hostile-client.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const opened: Gateway[] = [];

afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
});

/** A gateway to a host that answers so; `asked` are the requests but for events. */
async function scene(answer: () => Told) {
  const { stub, client } = await hostileClient();
  const asked: Asked[] = [];
  stub.answer = (request) => {
    if (request.path === '/global/event') return { json: {}, status: 503 };
    asked.push(request);
    return answer();
  };
  const gateway = await startGateway({ ...{ host: 'box', workspace, secret: 'abcdefghijklmnop' } });
  opened.push(gateway);
  gateway.attach(client);
  return { gateway, asked };
}

/** 256 MB of spaces that are a JSON value, as few bytes. */
const spaces = Buffer.concat([Buffer.from('['), Buffer.alloc(256 * 1024 * 1024, ' '), Buffer.from(']')]);
const bombs: [string, Buffer][] = [
  ['gzip', gzipSync(spaces)],
  ['deflate', deflateSync(spaces)],
  ['br', brotliCompressSync(spaces, { params: { 1: 1 } })],
  ['gzip, gzip', gzipSync(gzipSync(spaces))],
  ['GZIP', gzipSync(spaces)],
];

test.each(bombs)('what a host packs by %s does not reach whoever would unpack it', async (coding, body) => {
  const head = `HTTP/1.1 200 x\r\ncontent-type: application/json\r\ncontent-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`;
  const { gateway, asked } = await scene(() => ({ bytes: [head, body] }));
  const grown = await peakGrowth(async () => {
    for (const path of ['/file/content?path=a', '/session/ses_1', '/session', '/experimental/session']) {
      const answer = await fetch(`${gateway.url}${path}`);
      expect({ path, status: answer.status }).toEqual({ path, status: 502 });
      expect(await answer.json()).toMatchObject({ data: { code: 'hostile_response' } });
    }
  });
  expect(grown).toBeLessThan(200);
  expect(asked.map(({ headers }) => headers['accept-encoding'])).toEqual(asked.map(() => undefined));
});

test('what is not packed, and says so, passes', async () => {
  const head = 'HTTP/1.1 200 x\r\ncontent-type: application/json\r\ncontent-encoding: identity\r\n';
  const { gateway } = await scene(() => ({ bytes: [`${head}content-length: 2\r\n\r\n`, '{}'] }));
  expect(await (await fetch(`${gateway.url}/file/content?path=a`)).json()).toEqual({});
});

const upgrade =
  'HTTP/1.1 101 x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\nsec-websocket-extensions: permessage-deflate\r\n\r\n';

/** What a client of a terminal gets until it is closed, or has got so much. */
async function terminal(
  gateway: Gateway,
  most: number,
): Promise<{ got: number; head: string; closed: boolean }> {
  const { hostname, port, pathname } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    `GET ${pathname}/pty/pty_1/connect HTTP/1.1\r\nhost: ${hostname}:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\nsec-websocket-extensions: permessage-deflate\r\n\r\n`,
  );
  let [got, head, closed] = [0, '', true];
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    got += chunk.length;
    if (head.length < 4096) head += chunk.toString('latin1');
    if (got <= most) continue;
    closed = false;
    break;
  }
  socket.destroy();
  return { got, head, closed };
}

const megabyte = Buffer.alloc(1024 * 1024, 'a');

/** A frame's head, and then whatever there is without an end. */
function* endless(first: number[], rest: Buffer): Generator<Buffer> {
  yield Buffer.from(first);
  for (;;) yield rest;
}

const part = Buffer.concat([Buffer.from([0x00, 0x7f, 0, 0, 0, 0, 0, 0x10, 0, 0]), megabyte]);
const frames: [string, () => Bytes][] = [
  [
    'that is a ping of 2^63 bytes',
    () => endless([0x89, 0x7f, 0x7f, 255, 255, 255, 255, 255, 255, 255], megabyte),
  ],
  ['that is a ping of 126 bytes', () => endless([0x89, 0x7e, 0, 126], megabyte)],
  ['in parts without an end', () => endless([0x02, 0x00], part)],
  [
    'that says to be of 2^63 bytes',
    () => endless([0x82, 0x7f, 0x7f, 255, 255, 255, 255, 255, 255, 255], megabyte),
  ],
];

test.each(frames)('a terminal with a message %s is closed', async (_name, bytes) => {
  const { gateway, asked } = await scene(() => ({
    bytes: (function* () {
      yield upgrade;
      yield* bytes() as Iterable<Buffer>;
    })(),
  }));
  const grown = await peakGrowth(async () => {
    const { closed, head } = await terminal(gateway, 64 * 1024 * 1024);
    expect(closed).toBe(true);
    expect(head).toContain('101 Switching');
    // Nothing that is packed either: its frames would be unpacked to any size.
    expect(head.toLowerCase()).not.toContain('extensions');
  });
  expect(grown).toBeLessThan(200);
  expect(asked.at(-1)?.headers['sec-websocket-extensions']).toBeUndefined();
});
