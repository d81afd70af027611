import type { Duplex } from 'node:stream';

import type { Dispatcher, Pool } from 'undici';

import { closed, hostile, unreachable } from './errors.js';

/** A request that the host works on, or that brings a file, is waited for longer than any of them takes. */
const workFactor = 15;
const usualPatienceMs = 60_000;
/** For what comes before an answer: one says nothing that is of use here, and so many are no stub's. */
const maxEarly = 20;

export interface StubRequest {
  method: string;
  path: string;
  json?: unknown;
  /** Streamed as it is; the answer may take as long as the stream. */
  body?: AsyncIterable<unknown> | Uint8Array;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /**
   * The host works for it: it may be silent for minutes. `ever`: the answer may take as long as it likes, and whoever asks has a limit
   * of its own.
   */
  patient?: boolean | 'ever';
}

/** The headers of an answer, their names in lower case. */
export type StubHeaders = Record<string, string | string[] | undefined>;

/** Where a streamed answer goes. `fail` comes once for whatever went wrong, also before `start`. */
export interface StreamSink {
  start(control: { pause(): void; resume(): void }): void;
  /** What it throws ends the request. */
  data(chunk: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
}

export interface Exchange {
  pool: Promise<Pool>;
  authorization: string;
  host: string;
  /** Half of it is waited for the beginning of an answer that needs no work. Default 60 000. */
  patienceMs?: number;
  request: StubRequest;
  /** Chooses where the answer goes; what it throws ends the request. */
  sinkFor: (status: number, headers: StubHeaders) => StreamSink;
  /** Asks for a WebSocket; an answer that agrees gives its stream here, any other goes to a sink. */
  onUpgrade?: (headers: StubHeaders, stream: Duplex) => void;
  /** What goes wrong before there is an answer. */
  reject: (error: Error) => void;
}

/** Makes one request. The returned function ends it at any time; the sink, or `reject`, then gets the reason. */
export function exchange(options: Exchange): (reason: Error) => void {
  const { pool, authorization, host, request, sinkFor, onUpgrade, reject } = options;
  let early = 0;
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
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
      authorization,
    },
    body: json === undefined ? (body as Dispatcher.DispatchOptions['body']) : JSON.stringify(json),
    ...timeouts(options),
    ...(onUpgrade ? { upgrade: 'websocket' } : {}),
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (controller) => {
      control = controller;
      // Ended while it waited for a stream.
      if (settled) controller.abort(closed(host));
    },
    onResponseStart: (controller, status, headers) => {
      if (settled) return;
      if (status < 200) {
        early += 1;
        if (early > maxEarly) stop(hostile(host, new Error('one answer before another, without end')));
        return;
      }
      try {
        sink = sinkFor(status, headers);
        sink.start(controller);
      } catch (error) {
        stop(error as Error);
      }
    },
    onRequestUpgrade: (_controller, _status, headers, stream) => {
      if (settled || !onUpgrade) stream.destroy();
      else
        settle(() => {
          onUpgrade(headers, stream);
        });
    },
    onResponseData: (_controller, chunk) => {
      if (settled) return;
      try {
        sink?.data(chunk);
      } catch (error) {
        stop(error as Error);
      }
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

type Timeouts = Pick<Dispatcher.DispatchOptions, 'headersTimeout' | 'bodyTimeout'>;

function timeouts({ request: { body, patient }, patienceMs = usualPatienceMs }: Exchange): Timeouts {
  if (patient === 'ever') return { headersTimeout: 0, bodyTimeout: 0 };
  const workMs = workFactor * patienceMs;
  if (patient) return { headersTimeout: workMs, bodyTimeout: workMs };
  if (body) return { headersTimeout: body instanceof Uint8Array ? workMs : 0 };
  return { headersTimeout: patienceMs / 2 };
}
