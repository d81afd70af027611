import { parseHostJson } from '@orssh/protocol';
import { createParser } from 'eventsource-parser';

import { hostile } from './errors.js';
import { Flow } from './flow.js';
import type { StubEvent } from './stub-event.js';
import type { StreamSink, StubRequest } from './exchange.js';
import type { StubHttp } from './stub-http.js';

/** No event may be larger: the stub bounds its own far below. */
const maxEventBytes = 8 * 1024 * 1024;
/** Of what was read and not taken; an event weighs what it is when it is written out, and a little for itself. */
const unreadBytes = 4 * 1024 * 1024;
const ownBytes = 256;
/** What goes back to the stub in a header. */
const plainID = /^[\x21-\x7e]{1,256}$/;

/** Reads server-sent events from the answer to `request`. Ends when the stub ends the stream, throws when it breaks. */
export function eventStream(
  http: Pick<StubHttp, 'stream'>,
  host: string,
  request: StubRequest,
  maxBytes = maxEventBytes,
): AsyncIterable<StubEvent> {
  let stop: (reason: Error) => void = () => undefined;
  let control: { pause(): void; resume(): void } | undefined;
  const weights = new WeakMap<StubEvent, number>();
  const flow = new Flow<StubEvent>({
    sizeOf: (event) => (weights.get(event) ?? 0) + ownBytes,
    limit: unreadBytes,
    pause: () => control?.pause(),
    resume: () => control?.resume(),
    onReturn: () => {
      stop(new Error('no longer read'));
    },
  });
  const read = sseReader((event, bytes) => {
    weights.set(event, bytes);
    flow.push(event);
  }, maxBytes);
  const sink: StreamSink = {
    start: (given) => {
      control = given;
    },
    data: (chunk) => {
      try {
        read(chunk);
      } catch (error) {
        stop(hostile(host, error));
      }
    },
    end: () => {
      flow.end();
    },
    fail: (error) => {
      flow.end(error);
    },
  };
  stop = http.stream(request, sink);
  return flow;
}

/** Takes chunks that are cut anywhere; throws for what cannot be an event of the stub. Keeps at most one event in memory. */
export function sseReader(
  emit: (event: StubEvent, bytes: number) => void,
  maxBytes = maxEventBytes,
): (chunk: Uint8Array) => void {
  let sinceEvent = 0;
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ id, data }) {
      sinceEvent = 0;
      if (id !== undefined && !plainID.test(id)) throw new Error('an event whose id is none');
      emit({ id, data: parseHostJson(data) }, data.length);
    },
  });
  return (chunk) => {
    sinceEvent += chunk.length;
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (sinceEvent > maxBytes) throw new Error('an event has no end');
  };
}
