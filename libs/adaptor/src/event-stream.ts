import { createParser } from 'eventsource-parser';

import { hostile } from './errors.js';
import { Flow } from './flow.js';
import type { StubEvent } from './stub-event.js';
import type { StreamSink, StubRequest } from './exchange.js';
import type { StubHttp } from './stub-http.js';

/** No event may be larger: the stub bounds its own far below. */
const maxEventBytes = 8 * 1024 * 1024;
const unreadLimit = 1000;

/** Reads server-sent events from the answer to `request`. Ends when the stub ends the stream, throws when it breaks. */
export function eventStream(
  http: Pick<StubHttp, 'stream'>,
  host: string,
  request: StubRequest,
  maxBytes = maxEventBytes,
): AsyncIterable<StubEvent> {
  let stop: (reason: Error) => void = () => undefined;
  let control: { pause(): void; resume(): void } | undefined;
  const flow = new Flow<StubEvent>({
    sizeOf: () => 1,
    limit: unreadLimit,
    pause: () => control?.pause(),
    resume: () => control?.resume(),
    onReturn: () => {
      stop(new Error('no longer read'));
    },
  });
  const read = sseReader((event) => {
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
  emit: (event: StubEvent) => void,
  maxBytes = maxEventBytes,
): (chunk: Uint8Array) => void {
  let sinceEvent = 0;
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ id, data }) {
      sinceEvent = 0;
      emit({ id, data: JSON.parse(data) as unknown });
    },
  });
  return (chunk) => {
    sinceEvent += chunk.length;
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (sinceEvent > maxBytes) throw new Error('an event has no end');
  };
}
