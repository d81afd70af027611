import type { Gateway } from '../gateway/gateway-options.js';
import { startGateway } from '../gateway/start-gateway.js';
import { EventStub } from './event-stub.js';
import { type SseClient, sseClient } from './sse-client.js';

export const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const opened: { gateway: Gateway; readers: SseClient[] }[] = [];

afterEach(async () => {
  for (const { gateway, readers } of opened.splice(0)) {
    for (const reader of readers) reader.stop();
    await gateway.close();
  }
});

/** A gateway, and a host whose events a test tells. Both are closed when the test is over. */
export interface RelayScene {
  stub: EventStub;
  gateway: Gateway;
  logged: string[];
  /** Connects and asks for the history, in OpenCode's order. */
  openCode: (since?: Record<string, number>) => Promise<SseClient & { history: unknown[] }>;
  history: (since?: Record<string, number>) => Promise<unknown[]>;
}

export async function relayScene({ attached = true } = {}): Promise<RelayScene> {
  const stub = new EventStub();
  const logged: string[] = [];
  const gateway = await startGateway({
    host: 'box',
    workspace,
    secret: 'abcdefghijklmnop',
    log: (_level, message) => logged.push(message),
  });
  const readers: SseClient[] = [];
  opened.push({ gateway, readers });
  if (attached) gateway.attach(await stub.client());
  const history = async (since: Record<string, number> = {}): Promise<unknown[]> => {
    const body = JSON.stringify(since);
    const response = await fetch(`${gateway.url}/sync/history`, { method: 'POST', body });
    expect(response.status).toBe(200);
    return (await response.json()) as unknown[];
  };
  return {
    ...{ stub, gateway, logged, history },
    async openCode(since = {}) {
      const reader = await sseClient(`${gateway.url}/global/event`);
      readers.push(reader);
      if (attached) await reader.until(() => stub.connected);
      return Object.assign(reader, { history: await history(since) });
    },
  };
}
