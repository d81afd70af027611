import { request } from 'node:http';

import { poll } from './poll.js';

type Json = Record<string, unknown>;

/** Reads a gateway's events as OpenCode does. */
export interface SseClient {
  /** What came, heartbeats aside. */
  readonly frames: Json[];
  /** `session:seq` of the durable ones. */
  readonly durable: string[];
  /** Undefined while it is open. */
  end: 'clean' | 'broken' | undefined;
  /** Resolves when `enough` is true. */
  until(enough: () => boolean): Promise<void>;
  stop(): void;
}

export function sseClient(url: string): Promise<SseClient> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false }, (response) => {
      const client: SseClient = {
        frames: [],
        durable: [],
        end: undefined,
        until: (enough) => poll(enough),
        stop: () => asked.destroy(),
      };
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) take(client, JSON.parse(part.replace(/^data: /, '')) as Json);
      });
      response.on('end', () => {
        client.end ??= response.complete ? 'clean' : 'broken';
      });
      response.on('error', () => {
        client.end ??= 'broken';
      });
      resolve(client);
    });
    asked.on('error', reject);
    asked.end();
  });
}

function take(client: SseClient, frame: Json): void {
  const payload = (frame['payload'] ?? frame) as {
    type: string;
    syncEvent?: { aggregateID: string; seq: number };
  };
  if (payload.type === 'server.heartbeat') return;
  client.frames.push(frame);
  if (payload.syncEvent) client.durable.push(`${payload.syncEvent.aggregateID}:${payload.syncEvent.seq}`);
}
