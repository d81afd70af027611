import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';

import { leaseHeader, leaseStateHeader, parseHostJson } from '@orssh/protocol';
import type { Pool } from 'undici';

import { bodyCollector } from './body-collector.js';
import { bytesCollector, type StubBytes } from './bytes-collector.js';
import { closed, errorOf } from './errors.js';
import { exchange, type StreamSink, type StubHeaders, type StubRequest } from './exchange.js';
import { loadPool } from './load-pool.js';
import { type Receiver, withToken } from './with-token.js';

/** Longer than the stub's heartbeats (10 s) and shorter than a person's patience. */
const silenceMs = 45_000;
/** Each new stream costs two round trips. */
const usualIdleMs = 600_000;

export interface StubHttpOptions {
  open: (options: { signal?: AbortSignal }) => Promise<Duplex>;
  token: string;
  /**
   * What to use in the place of a token that the stub refuses: it may have been rotated. The request is then made again.
   * Undefined: there is no other. Without it a refusal is an answer like others.
   */
  renewToken?: (refused: string) => Promise<string | undefined>;
  host: string;
  /** In the place of `Bearer <token>`. */
  authorization?: string;
  /** How long an answer may come slowly, a byte now and then. Default 60 000. */
  patienceMs?: number;
  /** How long a stream is kept that nothing uses. Default 600 000. */
  idleStreamMs?: number;
}

/** Where the answer to a request that is passed on goes. */
export interface ForwardedAnswer {
  /** Called with any status, once; what it returns gets the body. */
  head: (status: number, headers: StubHeaders) => StreamSink;
  /** Nothing was answered. */
  fail: (error: Error) => void;
  /** Asks for a WebSocket; its stream is the receiver's to end. */
  upgraded?: (headers: StubHeaders, stream: Duplex) => void;
}

export interface UseLeaseOptions {
  /** Called once, when an answer says that the lease of its request is no longer in force. */
  onLeaseLost?: (id: string) => void;
  /** Called for every request that is made; what it returns is called if its answer shows that it has renewed the lease. */
  onRequest?: () => () => void;
}

/** HTTP/1.1 to the stub, over streams that {@link StubHttpOptions.open} makes. */
export class StubHttp {
  private readonly pool: Promise<Pool>;
  private readonly closing = new AbortController();
  /** The one that was taken last. */
  private token: string;
  private spare: Promise<Duplex> | undefined;
  private lease:
    { id: string; lost: (() => void) | undefined; sent: (() => () => void) | undefined } | undefined;

  constructor(private readonly options: StubHttpOptions) {
    // One listener for each stream that is being opened.
    setMaxListeners(0, this.closing.signal);
    this.token = options.token;
    this.pool = loadPool().then((Loaded) => this.makePool(Loaded));
  }

  private makePool(Loaded: typeof Pool): Pool {
    const { idleStreamMs = usualIdleMs } = this.options;
    return new Loaded('http://stub', {
      connect: (_target, callback) => {
        this.takeStream().then(
          (stream) => {
            callback(null, stream as never);
          },
          (error: unknown) => {
            callback(error as Error, null);
          },
        );
      },
      keepAliveTimeout: idleStreamMs,
      keepAliveMaxTimeout: idleStreamMs,
      bodyTimeout: silenceMs,
    });
  }

  useLease(id: string | undefined, { onLeaseLost, onRequest }: UseLeaseOptions): void {
    this.lease = id === undefined ? undefined : { id, lost: () => onLeaseLost?.(id), sent: onRequest };
  }

  /** Opens a stream beside the one of a request that was just made, and whose answer will call for another. */
  prepareStream(): void {
    // That request takes its own first: the first stream that is opened is there already.
    setImmediate(() => {
      if (this.closing.signal.aborted) return;
      this.spare ??= this.options.open({ signal: this.closing.signal });
      // Whoever takes it gets the error.
      this.spare.catch(() => undefined);
    });
  }

  /** Resolves with the JSON of a 2xx answer; rejects with `StubError` for another. */
  call(request: StubRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.dispatch(
        request,
        (status) =>
          bodyCollector(
            this.options.host,
            (text) => {
              if (status >= 200 && status < 300) resolve(text === '' ? undefined : parseHostJson(text));
              else reject(errorOf(this.options.host, status, text));
            },
            reject,
            this.options.patienceMs,
          ),
        reject,
      );
    });
  }

  /** Resolves with a 2xx answer as it is; rejects with `StubError` for another. */
  bytes(request: StubRequest, limit: number): Promise<StubBytes> {
    const { host, patienceMs } = this.options;
    return new Promise((done, fail) => {
      this.dispatch(
        request,
        (status, headers) =>
          status >= 200 && status < 300
            ? bytesCollector({ host, limit, headers, patienceMs, done, fail })
            : bodyCollector(
                host,
                (text) => {
                  fail(errorOf(host, status, text));
                },
                fail,
                patienceMs,
              ),
        fail,
      );
    });
  }

  /** Streams the body of a 200 answer into `sink`. The returned function ends it; `sink.fail` then gets the reason. */
  stream(request: StubRequest, sink: StreamSink): (reason: Error) => void {
    const fail = (error: Error): void => {
      sink.fail(error);
    };
    return this.dispatch(
      request,
      (status) =>
        status === 200
          ? sink
          : bodyCollector(
              this.options.host,
              (text) => {
                fail(errorOf(this.options.host, status, text));
              },
              fail,
              this.options.patienceMs,
            ),
      fail,
    );
  }

  /** Passes a request on and its answer back, whatever they are. The returned function ends it; the receiver gets the reason. */
  forward(request: StubRequest, { head, fail, upgraded }: ForwardedAnswer): (reason: Error) => void {
    return this.dispatch({ ...request, patient: 'ever' }, head, fail, upgraded);
  }

  /** Requests that run reject; streams are closed. */
  async close(): Promise<void> {
    const reason = closed(this.options.host);
    this.closing.abort(reason);
    await (await this.pool).destroy(reason);
    await this.spare?.then(
      (stream) => stream.destroy(),
      () => undefined,
    );
  }

  private takeStream(): Promise<Duplex> {
    const { spare } = this;
    this.spare = undefined;
    return spare ?? this.options.open({ signal: this.closing.signal });
  }

  private dispatch(
    request: StubRequest,
    sinkFor: (status: number, headers: StubHeaders) => StreamSink,
    reject: (error: Error) => void,
    onUpgrade?: (headers: StubHeaders, stream: Duplex) => void,
  ): (reason: Error) => void {
    const { pool, lease, token } = this;
    const { host, authorization, renewToken, patienceMs } = this.options;
    const leased: StubRequest = lease
      ? { ...request, headers: { ...request.headers, [leaseHeader]: lease.id } }
      : request;
    const renewed = lease?.sent?.();
    const answered = (status: number, headers: StubHeaders): StreamSink => {
      const isLost = headers[leaseStateHeader] === 'lost';
      if (isLost && lease?.lost) {
        const { lost } = lease;
        lease.lost = undefined;
        lost();
      }
      if (status < 300 && !isLost) renewed?.();
      return sinkFor(status, headers);
    };
    const receiver = { sinkFor: answered, onUpgrade, reject };
    const send = (bearer: string, one: StubRequest, to: Receiver) =>
      exchange({
        ...{ pool, authorization: authorization ?? `Bearer ${bearer}`, host, patienceMs },
        ...{ request: one, ...to },
      });
    if (authorization !== undefined || !renewToken) return send(token, leased, receiver);
    const renew = async (refused: string): Promise<string | undefined> => {
      const other = await renewToken(refused);
      if (other !== undefined) this.token = other;
      return other;
    };
    return withToken({ request: leased, token, renew, send, ...receiver });
  }
}
