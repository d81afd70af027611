import { bodyCollector } from '../body-collector.js';
import type { StubHeaders, StubRequest } from '../exchange.js';
import type { EventSource } from './event-source.js';

export interface WholeAnswer {
  status: number;
  headers: StubHeaders;
  text: string;
}

/** A whole answer, whatever its status; rejects when there is none, or with `signal`. `host` is for messages. */
export function collect(
  source: Pick<EventSource, 'forward'>,
  host: string,
  request: StubRequest,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    source.forward(request, {
      fail: reject,
      head: (status, headers) =>
        bodyCollector(
          host,
          (text) => {
            resolve({ status, headers, text });
          },
          reject,
        ),
    });
  });
}
