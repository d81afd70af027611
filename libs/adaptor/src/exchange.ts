import type { Dispatcher, Pool } from 'undici';

import { closed, unreachable } from './errors.js';

/** A request that waits for nobody. */
const answerMs = 30_000;

export interface StubRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  json?: unknown;
  /** Streamed as it is; the answer may take as long as the stream. */
  body?: AsyncIterable<unknown>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Where a streamed answer goes. `fail` comes once for whatever went wrong, also before `start`. */
export interface StreamSink {
  start(control: { pause(): void; resume(): void }): void;
  data(chunk: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
}

export interface Exchange {
  pool: Promise<Pool>;
  token: string;
  host: string;
  request: StubRequest;
  /** Chooses where the answer goes, by its status. */
  sinkFor: (status: number) => StreamSink;
  /** The headers of the answer, their names in lower case. */
  onHeaders?: (headers: Record<string, string | string[] | undefined>) => void;
  /** What goes wrong before there is an answer. */
  reject: (error: Error) => void;
}

/** Makes one request. The returned function ends it at any time; the sink, or `reject`, then gets the reason. */
export function exchange(options: Exchange): (reason: Error) => void {
  const { pool, token, host, request, sinkFor, onHeaders, reject } = options;
  const { method, path, json, body, headers, signal } = request;
  let sink: StreamSink | undefined;
  let control: Dispatcher.DispatchController | undefined;
  let settled = false;
  const settle = (act: () => void): void => {
    if (settled) return;
    settled = true;
    signal?.removeEventListener('abort', onAbort);
    act();
  };
  const stop = (reason: Error): void => {
    settle(() => {
      (sink ? sink.fail.bind(sink) : reject)(reason);
    });
    control?.abort(reason);
  };
  const onAbort = (): void => {
    stop(signal?.reason as Error);
  };
  if (signal?.aborted) {
    onAbort();
    return stop;
  }
  signal?.addEventListener('abort', onAbort);
  const dispatched: Dispatcher.DispatchOptions = {
    method,
    path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? (body as Dispatcher.DispatchOptions['body']) : JSON.stringify(json),
    headersTimeout: body ? 0 : answerMs,
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (controller) => {
      control = controller;
      // Ended while it waited for a stream.
      if (settled) controller.abort(closed(host));
    },
    onResponseStart: (controller, status, headers) => {
      if (settled || status < 200) return;
      onHeaders?.(headers);
      sink = sinkFor(status);
      sink.start(controller);
    },
    onResponseData: (_controller, chunk) => {
      if (!settled) sink?.data(chunk);
    },
    onResponseEnd: () => {
      settle(() => sink?.end());
    },
    onResponseError: (_controller, error) => {
      stop(unreachable(host, error));
    },
  };
  void pool.then((ready) => ready.dispatch(dispatched, handler), stop);
  return stop;
}
