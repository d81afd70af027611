import { hostile } from './errors.js';
import type { StreamSink } from './exchange.js';

const maxBodyBytes = 16 * 1024 * 1024;

/** Collects a bounded answer as text; one that `done` throws on is hostile. */
export function bodyCollector(
  host: string,
  done: (text: string) => void,
  fail: (error: Error) => void,
): StreamSink {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    start: () => undefined,
    data(chunk) {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
    },
    end() {
      if (size > maxBodyBytes) {
        fail(hostile(host, new Error(`an answer of more than ${maxBodyBytes} bytes`)));
        return;
      }
      try {
        done(Buffer.concat(chunks).toString('utf8'));
      } catch (error) {
        fail(hostile(host, error));
      }
    },
    fail,
  };
}
