import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

import {
  type Asked,
  httpLies,
  largeLies,
  lyingValues,
  peakGrowth,
  redirects,
  smallLies,
  startCanary,
  steering,
  type Told,
} from '@orssh/protocol/testing';

import { ask } from '../testing/ask.js';
import { item } from '../testing/event-stub.js';
import { hostileClient } from '../testing/hostile-client.js';
import { poll } from '../testing/poll.js';
import { type SseClient, sseClient } from '../testing/sse-client.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const opened: { gateway: Gateway; reader: SseClient }[] = [];
const steers = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

afterEach(async () => {
  for (const { gateway, reader } of opened.splice(0)) {
    reader.stop();
    await gateway.close();
  }
});

/** OpenCode, a gateway, and a host whose events are `events` and whose other answers are `other`. */
async function scene(events: () => Told, other: (asked: Asked) => Told = () => ({ json: [] })) {
  const { stub, client } = await hostileClient();
  stub.answer = (asked) => (asked.path === '/global/event' ? events() : other(asked));
  const log: string[] = [];
  const gateway = await startGateway({
    ...{ host: 'box', workspace, secret: 'abcdefghijklmnop' },
    log: (_level, message) => log.push(message),
  });
  const reader = await sseClient(`${gateway.url}/global/event`);
  await ask(gateway.url, '/sync/history', { body: {} });
  opened.push({ gateway, reader });
  gateway.attach(client);
  return { stub, gateway, reader, log };
}

const stream = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n';
let next = 1;
const frame = (data: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`id: i.${next++}\ndata: `), Buffer.from(data), Buffer.from('\n\n')]);
const silence = new Promise<Buffer>(() => undefined);
const json = (payload: unknown): string =>
  JSON.stringify({ directory: '/srv/app', project: 'p1', workspace: 'wrk_1', payload });

/** A stream of events that then stays open. */
async function* streamOf(parts: Iterable<Buffer | string>): AsyncGenerator<Buffer | string> {
  yield stream;
  yield frame('{"payload":{"type":"server.connected","properties":{}}}');
  yield* parts;
  yield await silence;
}

/** One that ends. */
async function* cut(parts: Iterable<Buffer>): AsyncGenerator<Buffer | string> {
  yield stream;
  yield frame('{"payload":{"type":"server.connected","properties":{}}}');
  yield* parts;
  await Promise.resolve();
}

async function* again(): AsyncGenerator<Buffer | string> {
  yield stream;
  for (;;) {
    yield frame(last);
    await pause(100);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const quiet = (): Told => ({ bytes: streamOf([]) });
const last = json({ type: 'file.edited', properties: { file: 'the last' } });

const hasLast = ({ frames }: SseClient): boolean =>
  frames.some(
    ({ payload }) => (payload as { properties?: { file?: string } }).properties?.file === 'the last',
  );

const goldens = [
  'session.updated',
  'permission.asked',
  'sync-session.created.1',
  'sync-message.part.updated.1',
];
const golden = (name: string): Record<string, unknown> => ({
  ...(JSON.parse(
    readFileSync(new URL(`../../../protocol/golden/event-${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>),
  workspace: 'wrk_1',
});

test.each(goldens)(
  'an event that lies in one field (%s) stops no other',
  async (name) => {
    const lies = [...lyingValues(golden(name), smallLies)].map(({ body }) => frame(body));
    let streams = 0;
    const { reader, log } = await scene(() => {
      streams += 1;
      // What is no JSON ends a stream: each stream tells the rest.
      return { bytes: streamOf([...lies.splice(0, 40), ...(lies.length === 0 ? [frame(last)] : [])]) };
    });
    await poll(() => lies.length === 0 || streams > 200);
    await reader.until(() => hasLast(reader));
    expect(reader.end).toBeUndefined();
    expect(log.length).toBeLessThan(50 + 3 * streams);
  },
  120_000,
);

test('events that are huge, deep or of no end cost a bound, and the next stream is read', async () => {
  const all = [...lyingValues(golden('session.updated'), largeLies, { places: 2 })].map(({ body }) =>
    frame(body),
  );
  function* tiny(): Generator<Buffer> {
    for (let at = 0; at < 300_000; at++) yield frame('{}');
  }
  function* endless(): Generator<Buffer> {
    yield Buffer.from('data: ');
    for (let at = 0; at < 64; at++) yield Buffer.alloc(1024 * 1024, 'a');
  }
  function* comments(): Generator<Buffer> {
    for (let at = 0; at < 64; at++) yield Buffer.from(':\n'.repeat(512 * 1024));
  }
  const kinds: (() => Iterable<Buffer>)[] = [
    ...all.map((one) => () => [one]),
    tiny,
    endless,
    comments,
    () => [Buffer.from(`id: ${'x'.repeat(100_000)}\ndata: {}\n\n`)],
    () => [Buffer.from(`id: \u001b]0;x\u0007é\ndata: {}\n\n`)],
    () => [Buffer.from('retry: 99999999999999\nevent: x\ndata: {}\n\n')],
  ];
  const { reader, gateway } = await scene(() => {
    const kind = kinds.shift();
    return { bytes: kind ? cut(kind()) : again() };
  });
  const grown = await peakGrowth(async () => {
    let current = reader;
    while (!hasLast(current)) {
      await pause(50);
      // Who is too far behind is sent home, and comes back.
      if (current.end !== undefined) current = await sseClient(`${gateway.url}/global/event`);
    }
    current.stop();
  });
  expect(grown).toBeLessThan(500);
}, 180_000);

test('a history that lies is an array for OpenCode all the same', async () => {
  const lies = [
    ...lyingValues([item('ses_1', 0)], smallLies),
    ...lyingValues([item('ses_1', 0)], largeLies, { places: 2 }),
  ];
  let body: Buffer = Buffer.from('[]');
  const { gateway } = await scene(quiet, ({ path }) => (path === '/sync/history' ? { body } : { json: [] }));
  for (const { name, body: lie } of lies) {
    body = lie;
    const { status, text } = await ask(gateway.url, '/sync/history', { body: {} });
    expect({ name, status, isArray: Array.isArray(JSON.parse(text)) }).toEqual({
      name,
      status: 200,
      isArray: true,
    });
  }
}, 120_000);

test('a storm of sessions that cannot be stored is one line and one toast', async () => {
  const storm = Array.from({ length: 2_000 }, (_, at) => {
    const { aggregate_id: aggregateID, ...event } = item(`ses_${at}`, 0, { projectID: '\u001b]0;x\u0007' });
    return frame(json({ type: 'sync', id: event.id, syncEvent: { ...event, aggregateID } }));
  });
  const { reader, log } = await scene(() => ({ bytes: streamOf([...storm.splice(0), frame(last)]) }));
  await reader.until(() => hasLast(reader));
  const toasts = reader.frames.filter((one) => JSON.stringify(one).includes('toast'));
  expect(toasts.length).toBeLessThan(3);
  expect(log.length).toBeLessThan(10);
}, 60_000);

test.each(Object.entries(steering))(
  '%s in the title of a session does not reach the window',
  async (_name, title) => {
    const { reader, gateway } = await scene(
      () => ({
        bytes: streamOf([
          frame(json({ type: 'session.updated', properties: { info: { id: 'ses_1', title: `t${title}` } } })),
          frame(last),
        ]),
      }),
      ({ path }) => ({
        json: path.includes('history')
          ? []
          : path === '/session/ses_1'
            ? { id: 'ses_1', title }
            : { data: [{ title }] },
      }),
    );
    await reader.until(() => hasLast(reader));
    const answers = await Promise.all(
      ['/session', '/session/ses_1', '/api/session', '/experimental/session', '/session/ses_1/children'].map(
        async (path) => (await ask(gateway.url, path)).json,
      ),
    );
    for (const value of [reader.frames, answers]) {
      JSON.stringify(value, (key, inner: unknown) => {
        if (key === 'title') expect(inner).not.toMatch(steers);
        return inner;
      });
    }
    expect(JSON.stringify(answers)).toContain('title');
  },
);

test('a host sends no client anywhere, and its pages are nobody’s', async () => {
  const canary = await startCanary();
  let told: Told = { json: {} };
  const { gateway } = await scene(quiet, () => told);
  for (const { bytes } of redirects(canary.url)) {
    told = { bytes: bytes(Buffer.from('{}')) };
    const answer = await fetch(`${gateway.url}/file/content?path=a`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('location')).toBeNull();
    expect(await answer.json()).toMatchObject({ data: { code: 'hostile_response' } });
  }
  told = { body: Buffer.from('<script>1</script>'), type: 'text/html' };
  const page = await fetch(`${gateway.url}/file/content?path=a`);
  expect(page.headers.get('content-security-policy')).toContain('sandbox');
  expect(canary.touched()).toBe(false);
  await canary.close();
});

test.each(httpLies)(
  'the gateway and its other streams live on behind $name',
  async ({ bytes, slow }) => {
    const body = Buffer.from('{"id":"ses_1","title":"t"}');
    let told: Told = { json: [] };
    const { gateway, reader } = await scene(quiet, () => told);
    told = { bytes: bytes(body) };
    const grown = await peakGrowth(async () => {
      for (const path of ['/file/content?path=a', '/session/ses_1']) {
        const late = AbortSignal.timeout(slow ? 500 : 8_000);
        await fetch(`${gateway.url}${path}`, { signal: late })
          .then(async (answer) => {
            for await (const chunk of answer.body ?? []) if ((chunk as Uint8Array).length === 0) return;
          })
          .catch(() => undefined);
      }
    });
    expect(grown).toBeLessThan(400);
    told = { json: [] };
    expect((await ask(gateway.url, '/file?path=.')).status).toBe(200);
    expect(reader.end).toBeUndefined();
  },
  60_000,
);

const upgrade =
  'HTTP/1.1 101 x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n\r\n';
const frames: [string, Buffer][] = [
  ['of 2^63 bytes', Buffer.from([0x82, 0x7f, 0x7f, 255, 255, 255, 255, 255, 255, 255])],
  ['of 64 MB', Buffer.from([0x82, 0x7f, 0, 0, 0, 0, 4, 0, 0, 0])],
];

test.each(frames)('a terminal whose frame says to be %s is closed', async (_name, head) => {
  const { gateway } = await scene(quiet, () => ({ bytes: [upgrade, head, Buffer.alloc(1024)] }));
  const { hostname, port, pathname } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      resolve();
    });
  });
  socket.write(
    `GET ${pathname}/pty/pty_1/connect HTTP/1.1\r\nhost: ${hostname}:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n`,
  );
  socket.resume();
  await closed;
});
