import { sshdPath } from '@orssh/tunnel/testing';

import type { RemoteHost } from '../open-host.js';
import { poll } from '../testing/poll.js';
import { type RealHost, startRealHost } from '../testing/real-host.js';
import { type SseClient, sseClient } from '../testing/sse-client.js';
import type { Gateway } from './gateway-options.js';
import { startGateway } from './start-gateway.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('to the real stub, over a real connection', () => {
  let real: RealHost;
  let host: RemoteHost;
  let gateway: Gateway;
  let reader: SseClient;
  let session: string;
  const workspace = { id: 'wrk_gateway1', projectID: 'p1', directory: '' };

  beforeAll(async () => {
    real = await startRealHost();
    workspace.directory = real.folder;
    gateway = await startGateway({ host: 'box', workspace, secret: 'abcdefghijklmnop' });
    await arrive();
    reader = await sseClient(`${gateway.url}/global/event`);
    await ask('/sync/history', {});
    session = ((await (await ask('/session', { title: 't' })).json()) as { id: string }).id;
    await reader.until(() => reader.durable.length === 1);
  });

  afterAll(async () => {
    reader.stop();
    await gateway.close();
    await host.close();
    await real.close();
  });

  const ask = (path: string, body?: unknown): Promise<Response> =>
    fetch(`${gateway.url}${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });

  const shell = (command: string): Promise<Response> =>
    ask(`/session/${session}/shell`, { agent: 'build', command });

  async function arrive(): Promise<void> {
    host = await real.open();
    await new Promise<void>((resolve, reject) => {
      const done = { start: () => undefined, data: () => undefined, end: resolve, fail: reject };
      host.stub.forward(
        {
          method: 'POST',
          path: '/experimental/workspace',
          json: { ...workspace, type: 'ssh-provider', name: 'box' },
        },
        { head: () => done, fail: reject },
      );
    });
    gateway.attach(host.stub);
  }

  /** Each session's numbers, from 0, without a gap and none twice. */
  function expectUnbroken(): void {
    expect(reader.durable).toEqual(reader.durable.map((_event, at) => `${session}:${at}`));
  }

  test('a shell command is answered with a fence that the events pass', async () => {
    const response = await shell('echo one');
    expect(response.status).toBe(200);
    const fence = JSON.parse(response.headers.get('x-opencode-sync') ?? '{}') as Record<string, number>;
    const last = fence[session] ?? 0;
    expect(last).toBeGreaterThan(0);
    await reader.until(() => reader.durable.length === last + 1);
    expectUnbroken();
  });

  test('while the connection is cut a command goes on; it is answered, and its events come, when it is back', async () => {
    const answer = shell('sleep 1; echo two');
    await reader.until(() => JSON.stringify(reader.frames.at(-1)).includes('two'));
    gateway.away('the connection was lost');
    await host.close();
    expect((await ask('/path')).status).toBe(503);
    await arrive();
    const response = await answer;
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toContain('"output":"two\\n"');
    expectUnbroken();
    expect(reader.end).toBeUndefined();
  });

  test('a stub that was killed and started again goes on where it was, and its command is over', async () => {
    const before = reader.durable.length;
    const answer = shell('sleep 600 # three');
    await reader.until(() => JSON.stringify(reader.frames.at(-1)).includes('three'));
    real.killStub(host);
    gateway.away('the stub was killed');
    await host.close();
    await arrive();
    const response = await answer;
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toContain('"completed":');
    expect((await shell('echo four')).status).toBe(200);
    await poll(() => reader.durable.length > before + 6);
    expectUnbroken();
    expect(reader.end).toBeUndefined();
  });

  test('another workspace of the same stub is not seen', async () => {
    const seen = reader.frames.length;
    await host.stub.exec({ argv: ['true'] });
    await shell('echo five');
    await reader.until(() => reader.frames.length > seen);
    expect(reader.frames.slice(1).every((frame) => frame['workspace'] === workspace.id)).toBe(true);
  });
});
