import { bytesCollector } from './bytes-collector.js';
import { hostile } from './errors.js';
import type { StreamSink } from './exchange.js';

const maxBodyBytes = 16 * 1024 * 1024;

/** Collects a bounded answer as text; one that `done` throws on is hostile. */
export function bodyCollector(
  host: string,
  done: (text: string) => void,
  fail: (error: Error) => void,
  patienceMs?: number,
): StreamSink {
  return bytesCollector({
    ...{ host, limit: maxBodyBytes, headers: {}, patienceMs, fail },
    done({ data }) {
      try {
        done(data.toString('utf8'));
      } catch (error) {
        fail(hostile(host, error));
      }
    },
  });
}
