import type { Undo } from '../agent/undo.js';
import type { ReadFile } from '../gateway/agent/read-file.js';
import type { Gateway } from '../gateway/gateway-options.js';
import { startGateway } from '../gateway/start-gateway.js';
import { type Answer, ask, type Asked } from './ask.js';
import { EventStub } from './event-stub.js';
import { FakeAgent } from './fake-agent.js';
import { type SseClient, sseClient } from './sse-client.js';

/** A gateway between a stub and an agent host that are played. */
export interface AgentScene {
  gateway: Gateway;
  agent: FakeAgent;
  stub: EventStub;
  logged: string[];
  ask: (path: string, asked?: Asked) => Promise<Answer>;
  /** Connects and asks for the history, in OpenCode's order. */
  openCode: (since?: Record<string, number>) => Promise<SseClient>;
}

export const secret = 'abcdefghijklmnop';
export const agentToken = 'agent-token-of-more-than-32-characters';
const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
const opened: { gateway: Gateway; readers: SseClient[] }[] = [];

afterEach(async () => {
  for (const { gateway, readers } of opened.splice(0)) {
    for (const reader of readers) reader.stop();
    await gateway.close();
  }
});

export interface AgentSceneOptions {
  undo?: Undo;
  readFile?: ReadFile;
  attached?: boolean;
}

export async function agentScene({
  attached = true,
  ...agentOptions
}: AgentSceneOptions = {}): Promise<AgentScene> {
  const stub = new EventStub();
  const agent = new FakeAgent();
  const logged: string[] = [];
  const gateway = await startGateway({
    ...{ host: 'box', workspace, secret },
    agent: { host: agent, token: agentToken, ...agentOptions },
    log: (_level, message) => logged.push(message),
  });
  const readers: SseClient[] = [];
  opened.push({ gateway, readers });
  if (attached) gateway.attach(await stub.client());
  const asked = (path: string, options?: Asked): Promise<Answer> => ask(gateway.url, path, options);
  return {
    ...{ gateway, agent, stub, logged, ask: asked },
    async openCode(since = {}) {
      const reader = await sseClient(`${gateway.url}/global/event`);
      readers.push(reader);
      if (attached) await reader.until(() => stub.connected);
      const { json } = await asked('/sync/history', { body: since });
      expect(json).toEqual([]);
      return reader;
    },
  };
}
