import type { StreamSink } from './exchange.js';
import type { ReplaceBytes } from './replace-bytes.js';

/** Takes an answer for `sink`, with its texts replaced. */
export function replacedSink(sink: StreamSink, replacer: ReplaceBytes): StreamSink {
  const pass = (bytes: Buffer): void => {
    if (bytes.length > 0) sink.data(bytes);
  };
  return {
    start: (control) => {
      sink.start(control);
    },
    data: (chunk) => {
      pass(replacer.feed(chunk));
    },
    end: () => {
      pass(replacer.end());
      sink.end();
    },
    fail: (error) => {
      sink.fail(error);
    },
  };
}
