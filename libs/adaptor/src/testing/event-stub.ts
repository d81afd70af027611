import type { IncomingMessage, ServerResponse } from 'node:http';

import type { StubClient } from '../stub-client.js';
import { fakeStub } from './fake-stub.js';

/** A durable event in the form of the stub's history. */
export interface HistoryItem {
  id: string;
  aggregate_id: string;
  seq: number;
  type: string;
  data: Record<string, unknown>;
}

/** A stub that is nothing but events, and plays what it is told to. */
export class EventStub {
  readonly histories: Record<string, number>[] = [];
  readonly lastEventIDs: (string | undefined)[] = [];
  /** Answered to `/sync/history`, behind what is asked for. */
  history: unknown[] = [];
  /** Greets with a gap, as one that was restarted. */
  gap = false;
  other: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    response.end('{}');
  private next = 1;
  private readonly streams = new Set<ServerResponse>();
  private historyCut = false;

  /** A client of it, which the test's end closes. */
  async client(): Promise<StubClient> {
    const { client } = await fakeStub((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://stub');
      if (pathname === '/global/event') this.stream(request, response);
      else if (pathname === '/sync/history') this.answerHistory(request, response);
      else this.other(request, response);
    });
    return client;
  }

  get connected(): boolean {
    return this.streams.size > 0;
  }

  /** The next answer to a history breaks behind its items. */
  cutHistory(): void {
    this.historyCut = true;
  }

  send(frame: unknown): void {
    for (const stream of this.streams) stream.write(`id: i.${this.next}\ndata: ${JSON.stringify(frame)}\n\n`);
    this.next += 1;
  }

  sync(item: HistoryItem, workspace = 'wrk_1'): void {
    const { aggregate_id: aggregateID, ...event } = item;
    const payload = { type: 'sync', id: item.id, syncEvent: { ...event, aggregateID } };
    this.send({ directory: '/srv/app', project: 'p1', workspace, payload });
  }

  /** Sends a frame that is no JSON. */
  garble(): void {
    for (const stream of this.streams) stream.write(`id: i.${this.next}\ndata: {\n\n`);
    this.next += 1;
  }

  /** Breaks the streams of events, as a lost connection does. */
  break(): void {
    for (const stream of this.streams) stream.destroy();
  }

  private stream(request: IncomingMessage, response: ServerResponse): void {
    this.lastEventIDs.push(request.headers['last-event-id'] as string | undefined);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const own = (type: string): void => {
      const frame = { directory: '', project: '', workspace: '', payload: { type, properties: {} } };
      response.write(`id: i.${this.next - 1}\ndata: ${JSON.stringify(frame)}\n\n`);
    };
    own('server.connected');
    if (this.gap) own('stub.gap');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private answerHistory(request: IncomingMessage, response: ServerResponse): void {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const since = JSON.parse(text) as Record<string, number>;
      this.histories.push(since);
      const items = (this.history as HistoryItem[]).filter(
        (item) => item.seq > (since[item.aggregate_id] ?? -1),
      );
      response.writeHead(200, { 'content-type': 'application/json' });
      if (this.historyCut) {
        this.historyCut = false;
        response.write(`[${items.map((item) => JSON.stringify(item)).join(',\n')},`, () =>
          response.destroy(),
        );
      } else response.end(`[${items.map((item) => JSON.stringify(item)).join(',\n')}]\n`);
    });
  }
}

/** Number `seq` of a session: its creation, then changes of its title. */
export function item(session: string, seq: number, changes: Record<string, unknown> = {}): HistoryItem {
  const info = {
    id: session,
    slug: 's',
    projectID: 'p1',
    workspaceID: 'wrk_1',
    directory: '/srv/app',
    title: `title ${seq}`,
    version: '1',
    time: { created: 1, updated: seq },
    ...changes,
  };
  return {
    id: `evt_${(1000 + seq).toString(16).padStart(12, '0')}${session.slice(4).padEnd(14, '0')}`,
    aggregate_id: session,
    seq,
    type: seq === 0 ? 'session.created.1' : 'session.updated.1',
    data: { sessionID: session, info },
  };
}
