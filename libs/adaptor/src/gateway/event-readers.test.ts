import { EventReaders } from './event-readers.js';
import type { HttpAnswer } from './http/http-answer.js';

test('a reader that takes nothing is waited for once; one that took what it was sent, again', async () => {
  const readers = new EventReaders({ id: 'wrk_1', projectID: 'p1', directory: '/srv/app' }, 60_000);
  let waits = 0;
  let unsent = 2 * 1024 * 1024;
  const stuck = {
    start: () => undefined,
    write: () => undefined,
    cut: () => undefined,
    end: () => undefined,
    closeAfter: () => undefined,
    get unsent() {
      return unsent;
    },
    drained() {
      waits += 1;
      return new Promise(() => undefined);
    },
  };
  readers.add({ gone: new AbortController().signal }, stuck as unknown as HttpAnswer, false);
  const given = (): AbortSignal => {
    const enough = new AbortController();
    setImmediate(() => {
      enough.abort();
    });
    return enough.signal;
  };
  for (let at = 0; at < 3; at++) await readers.flowing(given());
  expect(waits).toBe(1);
  unsent = 0;
  await readers.flowing(given());
  unsent = 2 * 1024 * 1024;
  for (let at = 0; at < 3; at++) await readers.flowing(given());
  expect(waits).toBe(2);
  readers.close();
});
