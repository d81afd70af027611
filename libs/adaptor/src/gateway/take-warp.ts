import { isRecord } from './durable-event.js';
import type { Ledger } from './ledger.js';
import { parseJson } from './parse-json.js';

/**
 * A session that OpenCode moves here: `POST /sync/replay` brings its events, and behind `POST /sync/steal` OpenCode and the stub note
 * the move, each in its own copy and under the same number.
 */
export function takeWarp(verb: string, bytes: Buffer, ledger: Ledger): void {
  const body = parseJson(bytes);
  if (!isRecord(body)) return;
  const { events, sessionID } = body;
  if (verb === 'replay' && Array.isArray(events)) {
    for (const event of events as unknown[])
      if (isRecord(event)) own(event['aggregateID'], event['seq'], ledger);
  } else if (verb === 'steal' && typeof sessionID === 'string') {
    own(sessionID, ledger.at(sessionID) + 1, ledger);
  }
}

function own(session: unknown, seq: unknown, ledger: Ledger): void {
  if (typeof session === 'string' && Number.isSafeInteger(seq)) ledger.owns(session, Number(seq));
}
