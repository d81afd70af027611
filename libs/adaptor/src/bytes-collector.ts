import { hostile } from './errors.js';
import type { StreamSink, StubHeaders } from './exchange.js';

export interface StubBytes {
  headers: StubHeaders;
  data: Buffer;
}

export interface BytesCollectorOptions {
  host: string;
  /** An answer that has more is hostile. */
  limit: number;
  headers: StubHeaders;
  done: (bytes: StubBytes) => void;
  fail: (error: Error) => void;
}

/** Collects a bounded answer as it is. */
export function bytesCollector({ host, limit, headers, done, fail }: BytesCollectorOptions): StreamSink {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    start: () => undefined,
    data(chunk) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    },
    end() {
      if (size > limit) fail(hostile(host, new Error(`an answer of more than ${limit} bytes`)));
      else done({ headers, data: Buffer.concat(chunks) });
    },
    fail,
  };
}
