import { parseHostJson } from '@orssh/protocol';

import { bodyCollector } from '../body-collector.js';
import { AdaptorError, hostile } from '../errors.js';
import type { StreamSink } from '../exchange.js';
import { answerError } from './answer-error.js';
import { isPacked, ofNoPage, toClient, toStub } from './carried-headers.js';
import type { EventSource } from './event-source.js';
import type { HttpAnswer } from './http/http-answer.js';
import { BadRequest, type HttpRequest } from './http/http-request.js';
import { Stopper } from './stopper.js';

/** No answer of a stub's has more, and what reads it keeps all of it. */
const maxAnswerBytes = 256 * 1024 * 1024;

/** Where a request goes. */
export interface ForwardTo {
  stub: Pick<EventSource, 'forward'>;
  /** Aborts when it has gone. */
  lost: AbortSignal;
  /** To be called when a request is made; the returned function, when its answer begins or never will. */
  waits: () => () => void;
}

export interface Forward {
  stay: ForwardTo;
  /** The stub's path. */
  path: string;
  /** How the host is called in what is said of a lie. Without it, what answers is an OpenCode of this machine. */
  ofHost?: string;
  /** Of a JSON answer, what goes on in its place. */
  rewrite?: (value: unknown) => unknown;
  /** The client is an agent host: what it and the stub say among themselves passes, leases aside. */
  ofAgent?: boolean;
  /** Chooses what of `x-opencode-sync` goes on. */
  fence: (value: string) => string | undefined;
  /** The stub has done what it was asked for. */
  onDone?: () => void;
  /** What the end of an answer with this `x-opencode-sync` waits for; it never rejects. */
  hold?: (sync: string) => Promise<void>;
  /** Nothing was answered, and the client still waits: answers in the stub's place, or does not. */
  onFail: (error: Error, answer: HttpAnswer) => void;
  /** The answer is over, or its client has gone; not called after `onFail`. */
  onEnd?: () => void;
}

/** Passes a request to the stub and its answer back: both as streams, none faster than it is taken. */
export function forward(
  request: HttpRequest,
  answer: HttpAnswer,
  { stay, path, ofHost, rewrite, ofAgent, fence, onDone, hold, onFail, onEnd }: Forward,
): void {
  const { method, body, gone } = request;
  const stopper = new Stopper([gone, stay.lost]);
  const begun = stay.waits();
  const fail = (error: Error): void => {
    begun();
    stopper.release();
    if (gone.aborted || answer.started) {
      answer.cut();
      onEnd?.();
    } else onFail(error, answer);
  };
  const head = (status: number, headers: Record<string, string | string[] | undefined>): StreamSink => {
    begun();
    // A stub sends nobody anywhere: where that leads may be something of this machine.
    if (ofHost !== undefined && status >= 300 && status < 400 && status !== 304)
      throw hostile(ofHost, new Error(`the status ${status}`));
    if (ofHost !== undefined && isPacked(headers)) throw hostile(ofHost, new Error('a packed answer'));
    if (status >= 200 && status < 300) onDone?.();
    const sync = headers['x-opencode-sync'];
    const fenced = typeof sync === 'string' ? fence(sync) : undefined;
    const held = typeof sync === 'string' ? hold?.(sync) : undefined;
    // Whose length is known is over with its last byte.
    const length = (held ?? rewrite) ? { 'content-length': undefined } : {};
    const start = (): void => {
      const sandboxed = ofHost === undefined ? {} : ofNoPage;
      answer.start(status, {
        ...toClient(headers, ofAgent),
        ...sandboxed,
        ...length,
        'x-opencode-sync': fenced,
      });
    };
    const end = (): void => {
      answer.end();
      stopper.release();
      onEnd?.();
    };
    const done = (): void => {
      if (held) void held.then(end);
      else end();
    };
    if (rewrite && ofHost !== undefined) {
      const tell = (text: string): void => {
        const bytes = JSON.stringify(rewrite(parseHostJson(text)));
        start();
        answer.write(bytes);
        done();
      };
      return bodyCollector(ofHost, tell, fail);
    }
    start();
    return intoAnswer(answer, { fail, done, ofHost });
  };
  stopper.arm(stay.stub.forward({ method, path, headers: toStub(request, ofAgent), body }, { head, fail }));
}

interface IntoAnswer {
  fail: (error: Error) => void;
  done: () => void;
  ofHost: string | undefined;
}

function intoAnswer(answer: HttpAnswer, { fail, done, ofHost }: IntoAnswer): StreamSink {
  let control: { pause(): void; resume(): void } | undefined;
  let size = 0;
  return {
    start: (given) => {
      control = given;
    },
    data: (chunk) => {
      size += chunk.length;
      if (ofHost !== undefined && size > maxAnswerBytes)
        throw hostile(ofHost, new Error(`an answer of more than ${maxAnswerBytes} bytes`));
      if (answer.write(chunk)) return;
      control?.pause();
      answer.onceDrained(() => control?.resume());
    },
    end: done,
    fail,
  };
}

/** What is said when the stub gave no answer. */
export function answerFailure(
  answer: HttpAnswer,
  host: string,
  error: Error,
  reason: string | undefined,
): void {
  if (answerBadRequest(answer, error)) return;
  if (error instanceof AdaptorError && error.code === 'hostile_response')
    answerError(answer, 502, error.code, error.message);
  else {
    answerError(
      answer,
      503,
      'host_away',
      reason === undefined
        ? `The connection to ${host} broke before it answered. Whether the request was carried out is not known.`
        : `The connection to ${host} was lost before it answered (${reason}). Whether the request was carried out is not known.`,
    );
  }
}

/** Whether the client's own body was what broke; that is answered. */
export function answerBadRequest(answer: HttpAnswer, error: Error): boolean {
  const bad = badRequestIn(error);
  if (!bad) return false;
  answer.closeAfter();
  answerError(answer, bad.status, 'bad_request', bad.message);
  return true;
}

/** A body that is no HTTP comes out as the error of the request that it was passed to. */
function badRequestIn(error: unknown): BadRequest | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof BadRequest) return at;
  return undefined;
}
