import type { StreamSink } from '../exchange.js';
import { errorOf, hostile } from '../errors.js';
import { Flow } from '../flow.js';
import { ArrayItems } from './array-items.js';
import type { EventSource } from './event-source.js';

/** An OpenCode bounds an event by what a prompt may hold, the stub at 16 MB. */
const maxItemBytes = { trusted: 96 * 1024 * 1024, stub: 20 * 1024 * 1024 };
const unreadLimit = 1024 * 1024;

export interface HistoryRequest {
  host: string;
  workspaceID: string;
  since: Record<string, number>;
  signal: AbortSignal;
  /** The source is an OpenCode of this machine. */
  trusted?: boolean;
}

/** The items of a source's `/sync/history` after `since`, as they come. Throws when it breaks before its end. */
export function readHistory(
  source: Pick<EventSource, 'forward'>,
  { host, workspaceID, since, signal, trusted }: HistoryRequest,
): AsyncIterable<string> {
  let control: { pause(): void; resume(): void } | undefined;
  let stop: (reason: Error) => void = () => undefined;
  const flow = new Flow<string>({
    sizeOf: (text) => text.length,
    limit: unreadLimit,
    pause: () => control?.pause(),
    resume: () => control?.resume(),
    onReturn: () => {
      stop(new Error('no longer read'));
    },
  });
  const items = new ArrayItems(maxItemBytes[trusted ? 'trusted' : 'stub']);
  const fail = (error: Error): void => {
    flow.end(error);
  };
  const sink: StreamSink = {
    start: (given) => {
      control = given;
    },
    data: (chunk) => {
      try {
        for (const item of items.feed(chunk)) flow.push(item);
      } catch (error) {
        stop(hostile(host, error));
      }
    },
    end: () => {
      flow.end(items.complete ? undefined : hostile(host, new Error('a history without an end')));
    },
    fail,
  };
  const path = `/sync/history?workspace=${encodeURIComponent(workspaceID)}`;
  stop = source.forward(
    { method: 'POST', path, json: since, signal },
    {
      head: (status: number) => (status === 200 ? sink : refusal(host, status, fail)),
      fail,
    },
  );
  return flow;
}

function refusal(host: string, status: number, fail: (error: Error) => void): StreamSink {
  const parts: Uint8Array[] = [];
  let size = 0;
  return {
    start: () => undefined,
    data: (chunk) => {
      size += chunk.length;
      if (size <= 65_536) parts.push(chunk);
    },
    end: () => {
      fail(errorOf(host, status, Buffer.concat(parts).toString('utf8')));
    },
    fail,
  };
}
