import { connect, type Socket } from 'node:net';

import type { AgentEndpoint } from '../../agent/agent-host.js';
import { eventStream } from '../../event-stream.js';
import type { StreamSink, StubRequest } from '../../exchange.js';
import { replacedSink } from '../../replaced-sink.js';
import { type ForwardedAnswer, StubHttp } from '../../stub-http.js';
import type { StubEvent } from '../../stub-event.js';
import type { AnchorPaths } from './anchor-paths.js';

/** Shorter than any server keeps a connection, so that none is closed as a request is sent on it. */
const idleStreamMs = 1000;
const connectMs = 5000;
/** A prompt's pictures are in one. */
const maxEventBytes = 96 * 1024 * 1024;
/** Where it may say a path. */
const spoken = /^(application\/json|text\/event-stream|text\/plain|application\/problem\+json)/;

export interface AgentClientOptions {
  endpoint: AgentEndpoint;
  /** For messages. */
  name: string;
  paths: AnchorPaths;
}

/** The HTTP API of an agent host that runs: in all that it says its folder is the workspace's directory. */
export class AgentClient {
  private readonly http: StubHttp;

  constructor(private readonly options: AgentClientOptions) {
    const { endpoint, name } = options;
    const { hostname, port } = new URL(endpoint.origin);
    this.http = new StubHttp({
      ...{ host: name, token: '', authorization: endpoint.authorization, idleStreamMs },
      open: ({ signal }) => opened(Number(port), hostname, signal),
    });
  }

  /** Its `/global/event`: ends when it ends the stream, throws when that breaks. */
  events({ signal }: { signal?: AbortSignal }): AsyncIterable<StubEvent> {
    const { name, paths } = this.options;
    const headers = { accept: 'text/event-stream' };
    const http = {
      stream: (request: StubRequest, sink: StreamSink) =>
        this.http.stream(request, replacedSink(sink, paths.replacer())),
    };
    return eventStream(http, name, { method: 'GET', path: '/global/event', headers, signal }, maxEventBytes);
  }

  /** Passes a request on; `path` is as {@link AnchorPaths.target} has it, or names no folder. */
  forward(request: StubRequest, answer: ForwardedAnswer): (reason: Error) => void {
    const { paths } = this.options;
    // What is compressed cannot be read.
    const headers = { ...request.headers, 'accept-encoding': 'identity' };
    return this.http.forward(
      { ...request, headers: { ...headers, ...paths.headers } },
      {
        ...answer,
        head: (status, said) => {
          const type = said['content-type'];
          if (typeof type !== 'string' || !spoken.test(type)) return answer.head(status, said);
          return replacedSink(
            answer.head(status, { ...said, 'content-length': undefined }),
            paths.replacer(),
          );
        },
      },
    );
  }

  /** A small answer's JSON; rejects for a status that is an error. */
  get(path: string, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    return this.http.call({ method: 'GET', path, headers: this.options.paths.headers, ...options });
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

function opened(port: number, host: string, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: host.replace(/^\[|\]$/g, ''), noDelay: true });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => {
      fail(new Error('it was closed'));
    };
    socket.setTimeout(connectMs, () => {
      fail(new Error('it does not answer'));
    });
    socket.once('error', fail);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', fail);
      socket.on('error', () => undefined);
      signal?.removeEventListener('abort', onAbort);
      resolve(socket);
    });
  });
}
