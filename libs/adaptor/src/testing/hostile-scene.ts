import type { Asked, Told } from '@orssh/protocol/testing';

import type { Gateway } from '../gateway/gateway-options.js';
import { startGateway } from '../gateway/start-gateway.js';
import { ask } from './ask.js';
import { hostileClient } from './hostile-client.js';
import { type SseClient, sseClient } from './sse-client.js';

const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const opened: { gateway: Gateway; reader: SseClient }[] = [];
afterEach(async () => {
  for (const { gateway, reader } of opened.splice(0)) {
    reader.stop();
    await gateway.close();
  }
});

/** OpenCode, a gateway, and a host whose events are `events` and whose other answers are `other`. */
export async function hostileScene(events: () => Told, other: (asked: Asked) => Told = () => ({ json: [] })) {
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

export const stream = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n';
let next = 1;
export const frame = (data: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`id: i.${next++}\ndata: `), Buffer.from(data), Buffer.from('\n\n')]);
const silence = new Promise<Buffer>(() => undefined);
/** An event of the workspace. */
export const json = (payload: unknown): string =>
  JSON.stringify({ directory: '/srv/app', project: 'p1', workspace: 'wrk_1', payload });

/** A stream of events that then stays open. */
export async function* streamOf(parts: Iterable<Buffer | string>): AsyncGenerator<Buffer | string> {
  yield stream;
  yield frame('{"payload":{"type":"server.connected","properties":{}}}');
  yield* parts;
  yield await silence;
}

export const quiet = (): Told => ({ bytes: streamOf([]) });

/** After all that lies. */
export const last = json({ type: 'file.edited', properties: { file: 'the last' } });

export const hasLast = ({ frames }: SseClient): boolean =>
  frames.some(
    ({ payload }) => (payload as { properties?: { file?: string } }).properties?.file === 'the last',
  );
