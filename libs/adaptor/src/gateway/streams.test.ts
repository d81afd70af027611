import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';

import { EventStub, item } from '../testing/event-stub.js';
import { poll } from '../testing/poll.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const secret = 'abcdefghijklmnop';
const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const megabyte = Buffer.alloc(1024 * 1024, 'x');
const opened: Gateway[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((gateway) => gateway.close()));
});

async function scene(): Promise<{ stub: EventStub; gateway: Gateway }> {
  const stub = new EventStub();
  const gateway = await startGateway({ host: 'box', workspace, secret });
  opened.push(gateway);
  gateway.attach(await stub.client());
  return { stub, gateway };
}

/** What the process holds more than before, in megabytes, as far as `act` lets it grow. */
async function growth(act: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  await act();
  clearInterval(timer);
  return (most - before) / megabyte.length;
}

function* megabytes(count: number): Generator<Buffer> {
  for (let at = 0; at < count; at++) yield megabyte;
}

test('200 MB go up and down without being held', async () => {
  const { stub, gateway } = await scene();
  stub.other = (incoming, response) => {
    const hash = createHash('sha256');
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      size += chunk.length;
    });
    incoming.on('end', () => {
      response.setHeader('x-size', String(size));
      response.setHeader('x-sum', hash.digest('hex'));
      Readable.from(megabytes(200)).pipe(response);
    });
  };
  let got = 0;
  let answer: IncomingMessage | undefined;
  const grown = await growth(async () => {
    const asked = request(`${gateway.url}/upload`, { method: 'POST', agent: false });
    Readable.from(megabytes(200)).pipe(asked);
    [answer] = (await once(asked, 'response')) as [IncomingMessage];
    for await (const chunk of answer) got += (chunk as Buffer).length;
  });
  const sum = createHash('sha256');
  for (const chunk of megabytes(200)) sum.update(chunk);
  expect(answer?.headers).toMatchObject({
    'x-size': String(200 * megabyte.length),
    'x-sum': sum.digest('hex'),
  });
  expect(got).toBe(200 * megabyte.length);
  expect(grown).toBeLessThan(150);
});

test('who does not read holds up the stub, and no memory', async () => {
  const { stub, gateway } = await scene();
  let written = 0;
  stub.other = (_incoming, response) => {
    const write = (): void => {
      while (written < 100 && response.write(megabyte)) written += 1;
      written += 1;
      if (written < 100) response.once('drain', write);
    };
    write();
  };
  const asked = request(`${gateway.url}/file/content`, { agent: false });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.pause();
  let before = -1;
  await poll(() => {
    const still = before === written;
    before = written;
    return still && written > 0;
  });
  expect(written).toBeLessThan(60);
  asked.destroy();
});

test('a client that goes ends its request at the stub; a stub that breaks cuts the answer visibly', async () => {
  const { stub, gateway } = await scene();
  const closed: string[] = [];
  stub.other = (incoming, response) => {
    response.on('close', () => closed.push(incoming.url ?? ''));
    response.write('begun');
    if (incoming.url?.startsWith('/breaks')) setImmediate(() => response.destroy());
  };
  const asked = request(`${gateway.url}/waits`, { agent: false });
  asked.on('error', () => undefined);
  asked.end();
  await once(asked, 'response');
  asked.destroy();
  await poll(() => closed.length === 1);
  await expect(fetch(`${gateway.url}/breaks`).then((response) => response.text())).rejects.toThrow();
});

test('a request under way when the host goes is answered 503 at once', async () => {
  const { stub, gateway } = await scene();
  let asked = false;
  stub.other = () => (asked = true);
  const answer = fetch(`${gateway.url}/find?pattern=x`);
  await poll(() => asked);
  gateway.away('the cable is out');
  const response = await answer;
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('the cable is out');
});

test('a shell command whose connection broke is asked for once, and answered from its events', async () => {
  const { stub, gateway } = await scene();
  await poll(() => stub.connected);
  await fetch(`${gateway.url}/sync/history`, { method: 'POST', body: '{}' });
  let runs = 0;
  let breakIt = (): unknown => undefined;
  stub.other = (incoming, response) => {
    runs += 1;
    incoming.resume();
    breakIt = () => response.destroy();
  };
  const answer = fetch(`${gateway.url}/session/ses_a/shell`, {
    method: 'POST',
    body: JSON.stringify({ agent: 'build', command: 'make' }),
  });
  await poll(() => runs === 1);
  const message = {
    id: 'msg_2',
    sessionID: 'ses_a',
    role: 'assistant',
    parentID: 'msg_1',
    agent: 'build',
    mode: 'build',
  };
  const info = {
    ...message,
    ...{ modelID: 'none', providerID: 'x', path: { cwd: '/', root: '/' }, cost: 0 },
    ...{ tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } }, time: { created: 1 } },
  };
  const part = {
    ...{ id: 'prt_1', messageID: 'msg_2', sessionID: 'ses_a', type: 'tool', callID: 'c', tool: 'bash' },
    state: { status: 'running', input: { command: 'make' } },
  };
  const event = (seq: number, type: string, data: Record<string, unknown>) => {
    const one = { ...item('ses_a', seq), type, data: { sessionID: 'ses_a', ...data } };
    stub.history.push(one);
    stub.sync(one);
  };
  stub.history.push(item('ses_a', 0));
  stub.sync(item('ses_a', 0));
  event(1, 'message.updated.1', { info });
  breakIt();
  stub.break();
  await poll(() => stub.lastEventIDs.length === 2 && stub.connected);
  event(2, 'message.part.updated.1', { part, time: 1 });
  event(3, 'message.updated.1', { info: { ...info, time: { created: 1, completed: 2 } } });
  const response = await answer;
  expect(response.status).toBe(200);
  expect(response.headers.get('x-opencode-sync')).toBe('{"ses_a":3}');
  expect(await response.json()).toMatchObject({
    info: { id: 'msg_2', time: { completed: 2 } },
    parts: [{ id: 'prt_1' }],
  });
  expect(runs).toBe(1);
});

test('a reader of events that takes nothing is sent home, and the others go on', async () => {
  const { stub, gateway } = await scene();
  await poll(() => stub.connected);
  const stuck = connect(gateway.port, '127.0.0.1');
  stuck.write(`GET /${secret}/global/event HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n\r\n`);
  await once(stuck, 'data');
  stuck.pause();
  const text = 'x'.repeat(1024 * 1024);
  for (let at = 0; at < 40; at++) {
    gateway.publish({ type: 'session.status', properties: { text } });
    await new Promise((resolve) => setImmediate(resolve));
  }
  let all = '';
  stuck.on('data', (chunk: Buffer) => (all = (all + chunk.toString('latin1')).slice(-20)));
  stuck.resume();
  await once(stuck, 'end');
  expect(all.endsWith('0\r\n\r\n')).toBe(true);
});
