import { FakeConnection } from '@orssh/tunnel/testing';

import type { RemoteHost } from '../../open-host.js';
import type { StubEvent } from '../../stub-event.js';

export interface FakeHost extends RemoteHost {
  connection: FakeConnection;
  closed: number;
  beat(): void;
  /** Whether it still answers. */
  answers: boolean;
  instance: string;
  /** How often it was asked whether it is there. */
  asked: number;
}

/** A host without a stub: what it says is said by the test. */
export function fakeHost(): FakeHost {
  let wake: () => void = () => undefined;
  const connection = new FakeConnection();
  const host = {
    connection,
    closed: 0,
    answers: true,
    instance: 'one',
    asked: 0,
    beat: () => {
      wake();
    },
    running: { ready: { instance: 'one' } },
    stub: {
      async *events({ signal }: { signal: AbortSignal }): AsyncGenerator<StubEvent> {
        for (;;) {
          yield { data: {} };
          await new Promise<void>((resolve, reject) => {
            const onAbort = (): void => {
              reject(signal.reason as Error);
            };
            signal.addEventListener('abort', onAbort, { once: true });
            wake = () => {
              signal.removeEventListener('abort', onAbort);
              resolve();
            };
          });
        }
      },
      health: () => {
        host.asked += 1;
        return host.answers
          ? Promise.resolve({ stub: { instance: host.instance } })
          : new Promise<never>(() => undefined);
      },
    },
    close() {
      host.closed += 1;
      return connection.close();
    },
  };
  return host as unknown as FakeHost;
}
