import type { EventRelay } from './event-relay.js';
import { fenceIn } from './fence.js';
import { pause } from './pause.js';

const patienceMs = 1_000;
/** What was sent is read, and acted on. */
const settleMs = 50;

/**
 * Resolves when who reads the events has been told of all that an answer's `x-opencode-sync` names, or late: `opencode run --attach`
 * ends with the answer to its prompt, and prints what it was told before.
 */
export async function told(sync: string, relay: EventRelay, gone: AbortSignal): Promise<void> {
  const wanted = Object.entries(fenceIn(sync));
  const isBehind = (): boolean =>
    wanted.some(([session, seq]) => typeof seq === 'number' && relay.ledger.at(session) < seq);
  const passed = new AbortController();
  const unwatch = relay.watch(() => {
    if (!isBehind()) passed.abort();
  });
  if (isBehind()) await pause(patienceMs, AbortSignal.any([gone, passed.signal]));
  unwatch();
  await pause(settleMs, gone);
}
