import type { LeaseServer } from '../lease-server.js';
import type { SimulatedTime } from './simulated-clock.js';

/** What becomes of one request; milliseconds. */
export interface Fate {
  /** It does not arrive. */
  lost: boolean;
  /** It arrives, and its answer does not. */
  answerLost: boolean;
  delay: number;
  answerDelay: number;
  /** It arrives once more, so much later. */
  again?: number;
}

export interface NetworkOptions {
  time: SimulatedTime;
  server: LeaseServer;
  nextFate: () => Fate;
}

/** A server behind a network that loses, delays and repeats. A request that was given up is on its way all the same. */
export function lossyNetwork({ time, server, nextFate }: NetworkOptions): LeaseServer {
  const send = <T>(call: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const fate = nextFate();
      const arrive = (): void => {
        const answer = call();
        answer.catch(() => undefined);
        if (fate.answerLost) return;
        time.after(fate.answerDelay, () => {
          answer.then(resolve, reject);
        });
      };
      if (!fate.lost) time.after(fate.delay, arrive);
      if (fate.again !== undefined) time.after(fate.delay + fate.again, arrive);
    });
  return {
    acquire: (request) => send(() => server.acquire(request)),
    renew: (id) => send(() => server.renew(id)),
    release: (id) => send(() => server.release(id)),
    list: () => send(() => server.list()),
  };
}
