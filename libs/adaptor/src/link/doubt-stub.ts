import type { Connection } from '@orssh/tunnel';

import type { StubClient } from '../stub-client.js';
import { bounded } from './bounded.js';
import type { Clock } from './clock.js';
import { gone } from './gone.js';

/** A question costs little; a request that takes long is nothing unusual. */
const betweenMs = 10_000;

export interface DoubtStub {
  stub: Pick<StubClient, 'health'>;
  connection: Pick<Connection, 'received'>;
  host: string;
  answerMs: number;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Asks a stub that keeps somebody waiting whether it is there: not while bytes arrive, of whatever, and not too often. The returned
 * function may be called at any time; it rejects when neither an answer nor anything else came.
 */
export function doubtStub({
  stub,
  connection,
  host,
  answerMs,
  clock,
  signal,
}: DoubtStub): () => Promise<void> {
  let heard: number | undefined;
  let askedAt = -Infinity;
  return async () => {
    const { received } = connection;
    const isAlive = heard !== undefined && received > heard;
    heard = received;
    if (isAlive || clock.now() - askedAt < betweenMs) return;
    askedAt = clock.now();
    const late = gone(host, `nothing came from it for ${answerMs / 1000} s`);
    try {
      await bounded({ clock, ms: answerMs, late: () => late, signal }, (each) =>
        stub.health({ signal: each }),
      );
    } catch (error) {
      // What else goes wrong shows in what is watched all the time.
      if (error === late && connection.received === received) throw late;
    }
  };
}
