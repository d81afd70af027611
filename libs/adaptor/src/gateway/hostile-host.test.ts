import { connect } from 'node:net';

import {
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
import { frame, hasLast, hostileScene, json, last, quiet, streamOf } from '../testing/hostile-scene.js';

const steers = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

test('a history that lies is an array for OpenCode all the same', async () => {
  const lies = [
    ...lyingValues([item('ses_1', 0)], smallLies),
    ...lyingValues([item('ses_1', 0)], largeLies, { places: 2 }),
  ];
  let body: Buffer = Buffer.from('[]');
  const { gateway } = await hostileScene(quiet, ({ path }) =>
    path === '/sync/history' ? { body } : { json: [] },
  );
  for (const { name, body: lie } of lies) {
    body = lie;
    const { status, text } = await ask(gateway.url, '/sync/history', { body: {} });
    expect({ name, status, isArray: Array.isArray(JSON.parse(text)) }).toEqual({
      name,
      status: 200,
      isArray: true,
    });
  }
}, 300_000);

test.each(Object.entries(steering))(
  '%s in the title of a session does not reach the window',
  async (_name, title) => {
    const { reader, gateway } = await hostileScene(
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
  const { gateway } = await hostileScene(quiet, () => told);
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
    const { gateway, reader } = await hostileScene(quiet, () => told);
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
  const { gateway } = await hostileScene(quiet, () => ({ bytes: [upgrade, head, Buffer.alloc(1024)] }));
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
