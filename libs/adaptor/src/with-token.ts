import type { Duplex } from 'node:stream';

import type { StreamSink, StubHeaders, StubRequest } from './exchange.js';
import { Refusal } from './refusal.js';
import { ReplayableBody } from './replayable-body.js';

/** A rotation that follows another at once is met as well; a stub that refuses every token is not asked for ever. */
const maxTries = 3;
/** The second is the stub's where many tokens were wrong lately: whose this one is, it does not say. */
const refusals = new Set([401, 429]);

/** Where the answer to a request goes, as `exchange` has it. */
export interface Receiver {
  sinkFor: (status: number, headers: StubHeaders) => StreamSink;
  reject: (error: Error) => void;
  onUpgrade?: (headers: StubHeaders, stream: Duplex) => void;
}

export interface WithToken extends Receiver {
  request: StubRequest;
  token: string;
  /** What to use in the place of a token that was refused; undefined when there is no other. */
  renew: (refused: string) => Promise<string | undefined>;
  /** Makes the request; the returned function ends it. */
  send: (token: string, request: StubRequest, receiver: Receiver) => (reason: Error) => void;
}

/**
 * Makes a request, and makes it again under another token where the first was rotated meanwhile: the stub has done nothing of what
 * it refuses. A streamed body of which too much was sent gets the refusal as its answer. The returned function ends it at any time.
 */
export function withToken(options: WithToken): (reason: Error) => void {
  const { request, renew, send, sinkFor, onUpgrade } = options;
  const { signal } = request;
  const body = isStream(request.body) ? new ReplayableBody(request.body) : undefined;
  let stopSent: (reason: Error) => void = () => undefined;
  /** Between two tries nobody else would hear of the end. */
  let waiting = false;
  let over = false;
  const settle = (): void => {
    over = true;
    signal?.removeEventListener('abort', onAbort);
    body?.accept();
  };
  const fail = (error: Error): void => {
    if (over) return;
    settle();
    options.reject(error);
  };
  const onAbort = (): void => {
    if (waiting) fail(signal?.reason as Error);
  };
  signal?.addEventListener('abort', onAbort);

  const attempt = (token: string, left: number): void => {
    waiting = false;
    const mayRepeat = (): boolean => left > 1 && (body?.isWhole ?? true);
    const refused = async (refusal: Refusal): Promise<void> => {
      waiting = true;
      const other = await renew(token);
      if (over) return;
      if (other !== undefined && mayRepeat()) {
        attempt(other, left - 1);
        return;
      }
      settle();
      refusal.deliver(sinkFor);
    };
    stopSent = send(token, body ? { ...request, body: body.read() } : request, {
      sinkFor(status, headers) {
        if (refusals.has(status) && mayRepeat()) {
          const onEnd = (refusal: Refusal): void => {
            refused(refusal).catch(fail);
          };
          return new Refusal({ status, headers }, onEnd, fail);
        }
        settle();
        return sinkFor(status, headers);
      },
      onUpgrade:
        onUpgrade &&
        ((headers, stream) => {
          settle();
          onUpgrade(headers, stream);
        }),
      reject: fail,
    });
  };
  attempt(options.token, maxTries);
  return (reason) => {
    if (waiting) fail(reason);
    else stopSent(reason);
  };
}

function isStream(body: StubRequest['body']): body is AsyncIterable<unknown> {
  return body !== undefined && !(body instanceof Uint8Array);
}
