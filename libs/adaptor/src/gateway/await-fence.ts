import type { EventRelay } from './event-relay.js';

/** OpenCode's own patience is 5 s. */
const lookMs = [200, 800, 2_400];

/**
 * OpenCode holds an answer until it has the events that the answer names. They come with the stream, unless it was too early for
 * them: an OpenCode greets a reader of its events a little before it listens for it. Then they are read from the history.
 */
export function awaitFence(wanted: [session: string, seq: number][], relay: EventRelay): void {
  const { ledger } = relay;
  const isMissing = ([session, seq]: [string, number]): boolean =>
    ledger.at(session) < seq && !ledger.hasGivenUp(session);
  for (const ms of lookMs) {
    setTimeout(() => {
      if (wanted.some(isMissing)) relay.readMissing();
    }, ms).unref();
  }
}
