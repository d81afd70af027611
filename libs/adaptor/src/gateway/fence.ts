import { awaitFence } from './await-fence.js';
import { isRecord } from './durable-event.js';
import type { EventRelay } from './event-relay.js';

/**
 * What of the stub's `x-opencode-sync` OpenCode is to wait for: sessions that the workspace is known to have, or that this request is
 * about. A fence that no event will ever pass would hold the answer for five seconds and then turn it into an error; so the events that
 * are left are made to come.
 */
export function fenceFor(
  value: string,
  { relay, segments, method }: { relay: EventRelay; segments: string[]; method: string },
): string | undefined {
  if (!relay.live) return undefined;
  const creates =
    method === 'POST' && segments[0] === 'session' && (segments.length === 1 || segments[2] === 'fork');
  const isAwaited = (session: string): boolean =>
    !relay.ledger.hasGivenUp(session) && (relay.ledger.knows(session) || segments[1] === session || creates);
  const kept = Object.entries(fenceIn(value)).filter(
    (entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && isAwaited(entry[0]),
  );
  if (kept.length === 0) return undefined;
  awaitFence(kept, relay);
  return JSON.stringify(Object.fromEntries(kept));
}

/** Sessions and the number of their last event, as `x-opencode-sync` names them. */
export function fenceIn(value: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(value);
    return isRecord(json) ? json : {};
  } catch {
    return {};
  }
}
