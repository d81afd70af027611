import type { EventReaders } from './event-readers.js';
import type { EventRelay } from './event-relay.js';

/** OpenCode's own patience is 5 s. */
const lookMs = [100, 400, 1_200, 3_000];

/**
 * OpenCode holds an answer until it has the events that it names. It looks when another event comes, and can miss the one that it
 * waits for while it looks: so one more follows. And it may wait for what the source said to nobody: a stream of OpenCode greets a
 * little before it listens. That is read from the history.
 */
export function awaitFence(
  wanted: [session: string, seq: number][],
  relay: EventRelay,
  readers: EventReaders,
): void {
  const { ledger } = relay;
  const isMissing = ([session, seq]: [string, number]): boolean =>
    ledger.at(session) < seq && !ledger.hasGivenUp(session);
  for (const ms of lookMs) {
    setTimeout(() => {
      if (wanted.some(isMissing)) relay.readMissing();
      else readers.wake();
    }, ms).unref();
  }
}
