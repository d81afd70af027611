import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { AgentEndpoint, AgentHost } from '../agent/agent-host.js';
import type { HistoryItem } from './event-stub.js';

export interface AgentRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const authorization = 'Basic b3BlbmNvZGU6cHc=';
const made: FakeAgent[] = [];

afterEach(() => Promise.all(made.splice(0).map((agent) => agent.close())));

/** An agent host that answers and tells what it is told to, in a folder that is not there. */
export class FakeAgent implements AgentHost {
  readonly anchor = '/home/me/.local/state/orssh/anchor-4b1d';
  readonly requests: AgentRequest[] = [];
  readonly histories: Record<string, number>[] = [];
  endpoint: AgentEndpoint | undefined;
  starts = 0;
  held = 0;
  /** Answered to `/sync/history`, behind what is asked for. */
  history: HistoryItem[] = [];
  /** Rejects {@link FakeAgent.reach}, unless undefined. */
  broken: Error | undefined;
  answer: (request: AgentRequest, response: ServerResponse) => void = (_request, response) =>
    response.setHeader('content-type', 'application/json').end('{}');
  private server: Server | undefined;
  private starting: Promise<AgentEndpoint> | undefined;
  private readonly streams = new Set<ServerResponse>();
  private readonly watches = new Set<(endpoint: AgentEndpoint | undefined) => void>();

  constructor() {
    made.push(this);
  }

  reach(): Promise<AgentEndpoint> {
    if (this.broken) return Promise.reject(this.broken);
    this.starting ??= this.start();
    return this.starting;
  }

  onEndpoint(seen: (endpoint: AgentEndpoint | undefined) => void): () => void {
    this.watches.add(seen);
    return () => this.watches.delete(seen);
  }

  busy(): () => void {
    this.held += 1;
    return () => {
      this.held -= 1;
    };
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.starting = undefined;
    this.turn(undefined);
    if (!server) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  get followed(): boolean {
    return this.streams.size > 0;
  }

  plain(type: string, properties: Record<string, unknown>, directory = this.anchor): void {
    this.send({ directory, project: 'p1', workspace: 'wrk_1', payload: { id: 'evt_1', type, properties } });
  }

  sync(item: HistoryItem): void {
    this.history.push(item);
    const { aggregate_id: aggregateID, ...event } = item;
    const payload = { type: 'sync', id: item.id, syncEvent: { ...event, aggregateID } };
    this.send({ directory: this.anchor, project: 'p1', workspace: 'wrk_1', payload });
  }

  send(frame: unknown): void {
    for (const stream of this.streams) stream.write(`data: ${JSON.stringify(frame)}\n\n`);
  }

  private async start(): Promise<AgentEndpoint> {
    this.starts += 1;
    const server = createServer((request, response) => {
      this.take(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.turn({ origin, authorization });
    return { origin, authorization };
  }

  private turn(endpoint: AgentEndpoint | undefined): void {
    if (this.endpoint === endpoint) return;
    this.endpoint = endpoint;
    for (const seen of this.watches) seen(endpoint);
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '', 'http://agent');
    if (request.headers.authorization !== authorization) {
      response.writeHead(401).end();
      return;
    }
    if (pathname === '/global/event') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"payload":{"id":"evt_0","type":"server.connected","properties":{}}}\n\n');
      this.streams.add(response);
      response.on('close', () => this.streams.delete(response));
      return;
    }
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      if (pathname === '/sync/history') this.answerHistory(body, response);
      else if (pathname === '/session/status') response.end('{}');
      else {
        this.requests.push({ method, url, headers, body });
        this.answer({ method, url, headers, body }, response);
      }
    });
  }

  private answerHistory(body: string, response: ServerResponse): void {
    const since = JSON.parse(body) as Record<string, number>;
    this.histories.push(since);
    const items = this.history.filter(({ aggregate_id: id, seq }) => seq > (since[id] ?? -1));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(items));
  }
}
