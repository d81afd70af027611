import { Gathered } from '@orssh/protocol';

import { hostile } from './errors.js';
import type { StreamSink, StubHeaders } from './exchange.js';

/** Slower than any line that work can be done over. */
const leastBytesPerSecond = 1024;
/** So many pieces may be as small as they like; of more the average counts, for each is work. */
const maxTinyPieces = 100_000;
const tinyBytes = 16;

export interface StubBytes {
  headers: StubHeaders;
  data: Buffer;
}

export interface BytesCollectorOptions {
  host: string;
  /** An answer that has more is hostile. */
  limit: number;
  headers: StubHeaders;
  /** How long it may be slower than all lines are, or stand still. Default 60 000. */
  patienceMs?: number;
  done: (bytes: StubBytes) => void;
  fail: (error: Error) => void;
}

/** Collects a bounded answer as it is. What is too long, or comes a byte now and then, is not waited for: `data` throws. */
export function bytesCollector(options: BytesCollectorOptions): StreamSink {
  const { host, limit, headers, patienceMs = 60_000, done, fail } = options;
  const gathered = new Gathered();
  const from = performance.now();
  let pieces = 0;
  return {
    start: () => undefined,
    data(chunk) {
      gathered.push(chunk);
      pieces += 1;
      const size = gathered.length;
      if (size > limit) throw hostile(host, new Error(`an answer of more than ${limit} bytes`));
      const lateMs = performance.now() - from - patienceMs;
      if (lateMs > (size / leastBytesPerSecond) * 1000)
        throw hostile(host, new Error('an answer that comes too slowly to have an end'));
      if (pieces > maxTinyPieces && size < pieces * tinyBytes)
        throw hostile(host, new Error('an answer in pieces of a few bytes'));
    },
    end() {
      const bytes = gathered.take();
      done({ headers, data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) });
    },
    fail,
  };
}
