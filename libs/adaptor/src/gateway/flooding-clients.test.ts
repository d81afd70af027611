import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { WebSocket } from 'ws';

import { type FloodingStub, startFloodingStub } from '../testing/flooding-stub.js';
import { findBun, type GatewayProcess, startGatewayProcess } from '../testing/gateway-process.js';
import { poll } from '../testing/poll.js';
import { rawAnswer, type RawClient, rawClient } from '../testing/raw-client.js';
import { sseClient } from '../testing/sse-client.js';

const secret = 'abcdefghijklmnop';
const text = 'x'.repeat(1024 * 1024);
if (findBun() === undefined) process.stderr.write('SKIPPED: floods inside Bun (@oven/bun-linux-x64).\n');

for (const runtime of ['node', 'bun'] as const) {
  (runtime === 'bun' && findBun() === undefined ? describe.skip : describe)(`inside ${runtime}`, () => {
    let folder: string;
    let stub: FloodingStub;
    let gateway: GatewayProcess;
    let others: GatewayProcess[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'orssh-flood-'));
    });
    afterAll(() => rm(folder, { recursive: true }));
    beforeEach(async () => {
      stub = await startFloodingStub();
      gateway = await startGatewayProcess({ runtime, folder, stubPort: stub.port });
      await poll(() => stub.streams.size === 1);
    });
    afterEach(async () => {
      await Promise.all([gateway, ...others].map((one) => one.close()));
      others = [];
      await stub.close();
    });

    const head = (path: string, { port } = gateway): string =>
      `GET /${secret}${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
    const works = async (at = gateway): Promise<void> => {
      expect(await rawAnswer(at.port, `${head('/path', at)}\r\n`, /\{\}/)).toContain('200 OK');
    };

    /** Who is not heard before many newer ones came is sent home as they are, and comes again. */
    const getsIn = async (): Promise<void> => {
      let text = '';
      for (let tries = 0; text === '' && tries < 20; tries++)
        text = await rawAnswer(gateway.port, `${head('/path')}\r\n`, /\{\}/).catch(() => '');
      expect(text).toContain('200 OK');
    };

    test('who holds connections open, and opens them again, keeps nobody out', async () => {
      const reader = await sseClient(`${gateway.url}/global/event`);
      const held = new Set<Socket>();
      let ended = 0;
      let flooding = true;
      const hold = (): void => {
        const socket = connect(gateway.port, '127.0.0.1');
        held.add(socket);
        socket.on('error', () => undefined);
        socket.write('GET /half HTTP/1.1\r\n');
        socket.on('close', () => {
          ended += 1;
          held.delete(socket);
          if (flooding) hold();
        });
      };
      try {
        for (let at = 0; at < 600; at++) hold();
        await poll(() => ended >= 200);
        for (let at = 0; at < 10; at++) await getsIn();
        stub.send('session.idle', { sessionID: 'ses_1' });
        await reader.until(() => reader.frames.length === 2);
      } finally {
        flooding = false;
        for (const socket of held) socket.destroy();
      }
      reader.stop();
    });

    test('who sends requests and takes no answers is read no further', async () => {
      const client = await rawClient(gateway.port);
      client.socket.pause();
      const many = `${head('/experimental/workspace')}\r\n`.repeat(10_000);
      const wanted = 100 * many.length;
      for (let at = 0; at < 100; at++) client.send(many);
      await settled(() => client.socket.writableLength);
      // Bun reads on from a socket that is paused: there it is sent home.
      if (runtime === 'node') expect(client.socket.writableLength).toBeGreaterThan(wanted / 2);
      else if (client.socket.writableLength < wanted / 2) {
        client.socket.resume();
        await poll(() => client.over());
        expect(client.text().length).toBeLessThan(wanted / 2);
      }
      await works();
      client.socket.destroy();
    });

    test('who does not read events is sent home, and the others get all of them', async () => {
      const stuck = await rawClient(gateway.port);
      stuck.send(`${head('/global/event')}\r\n`);
      await stuck.until(/server\.connected/);
      stuck.socket.pause();
      const reader = await sseClient(`${gateway.url}/global/event`);
      for (let at = 1; at <= 40; at++) {
        stub.send('session.status', { sessionID: 'ses_1', at, text });
        await reader.until(() => reader.frames.length === at + 1);
      }
      stuck.socket.resume();
      await poll(stuck.over);
      expect(stuck.text().length).toBeLessThan(39 * text.length);
      await works();
      reader.stop();
    });

    test('a WebSocket that is not read holds up its own stream alone', async () => {
      const client = new WebSocket(`${gateway.url.replace('http', 'ws')}/pty/pty_1/connect`);
      await new Promise((resolve) => client.once('open', resolve));
      client.pause();
      await poll(() => stub.webSockets.size === 1);
      const [flood] = stub.webSockets;
      for (let at = 0; at < 100; at++) flood?.send(text);
      await settled(() => flood?.bufferedAmount ?? 0);
      // Bun reads on from a socket that is paused: there too much is the end of it.
      if (runtime === 'node') expect(flood?.bufferedAmount).toBeGreaterThan(50 * text.length);
      await works();
      let got = 0;
      client.on('message', () => (got += 1));
      client.resume();
      await poll(() => got === 100 || (runtime === 'bun' && stub.webSockets.size === 0));
      client.close();
    });

    test('a thousand questions of a host are not all asked, and it is said once', async () => {
      const reader = await sseClient(`${gateway.url}/global/event`);
      const ask = (id: string): void => {
        stub.send('permission.asked', { id, sessionID: 'ses_1', permission: 'external_directory' });
      };
      for (let at = 0; at < 1000; at++) ask(`per_${at}`);
      stub.send('session.idle', { sessionID: 'ses_1' });
      const types = () => reader.frames.map(({ payload }) => (payload as { type: string }).type);
      await reader.until(() => types().includes('session.idle'));
      expect(types().filter((type) => type === 'permission.asked')).toHaveLength(128);
      expect(types().filter((type) => type === 'tui.toast.show')).toHaveLength(1);
      for (let at = 0; at < 128; at++) stub.send('permission.replied', { requestID: `per_${at}` });
      ask('per_later');
      await reader.until(() => types().filter((type) => type === 'permission.asked').length === 129);
      reader.stop();
    });

    test('a process whose descriptors are used up takes connections again when it has some', async () => {
      const few = await startGatewayProcess({ runtime, folder, stubPort: stub.port, maxFiles: 64 });
      others.push(few);
      // Its stub is reached by then: what comes before that waits for it.
      await poll(() => stub.streams.size === 2);
      const clients: RawClient[] = [];
      for (let at = 0; at < 100; at++) clients.push(await rawClient(few.port));
      for (const { socket } of clients) socket.destroy();
      await works(few);
    });

    test('a head that comes byte by byte is not waited for without end', async () => {
      const client = await rawClient(gateway.port);
      const drip = setInterval(() => {
        client.send('G');
      }, 100);
      const since = Date.now();
      while (!client.over() && Date.now() - since < 25_000)
        await new Promise((resolve) => setTimeout(resolve, 100));
      clearInterval(drip);
      expect(client.over()).toBe(true);
    });
  });
}

/** Resolves when a number has not changed for half a second. */
async function settled(value: () => number): Promise<void> {
  for (let before = NaN; before !== value();) {
    before = value();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
