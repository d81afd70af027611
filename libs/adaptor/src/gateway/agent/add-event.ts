import { toStub } from '../carried-headers.js';
import { collect, type WholeAnswer } from '../collect.js';
import { isRecord } from '../durable-event.js';
import { eventID } from '../event-id.js';
import type { EventRelay } from '../event-relay.js';
import { parseJson } from '../parse-json.js';
import type { AgentStay } from './agent-link.js';
import type { AnchorPaths } from './anchor-paths.js';

const tries = 3;

export interface AddEvent {
  /** For messages. */
  host: string;
  stay: AgentStay;
  anchor: AnchorPaths;
  relay: EventRelay;
  /** Of this session. */
  sessionID: string;
  type: string;
  /** As the agent host may have it: it names no folder of the host. */
  data: Record<string, unknown>;
}

/**
 * Puts a durable event of the gateway's own behind the last one of a session of the agent host, which stores it as its own and tells
 * nobody: who follows its events reads it from its history. Answers its number; rejects where the session's own events keep coming
 * between, or the agent host does not take it.
 */
export async function addEvent({ relay, sessionID, type, data, ...to }: AddEvent): Promise<number> {
  let refused = '';
  for (let left = tries; left > 0; left -= 1) {
    const seq = (await lastOf(sessionID, relay.ledger.at(sessionID), to)) + 1;
    const event = { id: eventID(), aggregateID: sessionID, seq, type, data };
    const { status, text } = await post('/sync/replay', { directory: to.anchor.anchor, events: [event] }, to);
    if (status < 300) {
      relay.readMissing();
      return seq;
    }
    refused = `${status} ${text.slice(0, 200)}`;
  }
  throw new Error(`Session ${sessionID} of ${to.host} did not take ${type}: ${refused}`);
}

type To = Pick<AddEvent, 'host' | 'stay' | 'anchor'>;

async function lastOf(sessionID: string, known: number, to: To): Promise<number> {
  const { text } = await post('/sync/history', { [sessionID]: known }, to);
  const items = parseJson(text);
  const numbers = (Array.isArray(items) ? (items as unknown[]) : []).flatMap((item) =>
    isRecord(item) && typeof item['seq'] === 'number' ? [item['seq']] : [],
  );
  return Math.max(known, ...numbers);
}

function post(path: string, json: unknown, { host, stay, anchor }: To): Promise<WholeAnswer> {
  return collect(stay.client, host, {
    ...{ method: 'POST', path: anchor.target({ path }), headers: toStub({ headers: {} }), json },
    signal: stay.lost,
  });
}
