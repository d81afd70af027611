import { answerError, answerJson } from './answer-error.js';
import { durableEvent, isRecord } from './durable-event.js';
import type { EventReaders } from './event-readers.js';
import type { EventRelay } from './event-relay.js';
import type { EventSource } from './event-source.js';
import type { GatewayWorkspace, Log } from './gateway-options.js';
import type { HttpAnswer } from './http/http-answer.js';
import type { HttpRequest } from './http/http-request.js';
import { Ledger } from './ledger.js';
import { parseJson } from './parse-json.js';
import { readHistory } from './read-history.js';
import { readJson } from './read-json.js';

const maxSinceBytes = 8 * 1024 * 1024;

export interface ServeHistoryOptions {
  host: string;
  workspace: GatewayWorkspace;
  relay: EventRelay;
  readers: EventReaders;
  log: Log;
  /** Who has the sessions, unless it is away. */
  source: EventSource | undefined;
  /** Aborts when it goes. */
  lost: AbortSignal;
}

/**
 * `POST /sync/history`: what OpenCode can store of the stub's answer. It is always an array that ends well, for OpenCode gives up on
 * any other: what is missing, because the host is away or went, comes later as events. So does all that OpenCode lacks when it
 * begins to follow the workspace: of an item that it cannot store, for a reason that is not seen here, that would die for good, where
 * of an event it only says so.
 */
export async function serveHistory(
  request: HttpRequest,
  answer: HttpAnswer,
  options: ServeHistoryOptions,
): Promise<void> {
  const since = sinceOf(await readJson(request.body, maxSinceBytes));
  if (!since) {
    answerError(answer, 400, 'invalid_body', 'The body must be an object of numbers, by session.');
    return;
  }
  const { host, workspace, relay, readers, log, source, lost } = options;
  const positions = new Ledger(workspace, since, relay.trusted);
  if (readers.takeNew() || !source) {
    relay.opencodeHas(positions, false);
    answerJson(answer, 200, []);
    return;
  }
  answer.start(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  const signal = AbortSignal.any([request.gone, lost]);
  let separator = '[';
  let whole = true;
  try {
    for await (const text of readHistory(source, {
      ...{ host, workspaceID: workspace.id, since, signal },
      trusted: relay.trusted,
    })) {
      const item = storable(text, positions, (session, why) => {
        log('error', `Session ${session} on ${host} is no longer followed: ${why}.`);
      });
      if (item === undefined) continue;
      const flowing = answer.write(separator + item);
      separator = ',\n';
      if (!flowing) await answer.drained();
    }
  } catch (error) {
    if (request.gone.aborted) return;
    log('warn', `The history of ${host} broke: ${String(error)}`);
    whole = false;
  }
  answer.write(separator === '[' ? '[]' : ']');
  answer.end();
  relay.opencodeHas(positions, whole);
}

function storable(
  text: string,
  positions: Ledger,
  giveUp: (session: string, why: string) => void,
): string | undefined {
  const event = durableEvent(parseJson(text));
  if (!event) return undefined;
  const verdict = positions.judge(event, { old: true });
  if (verdict.is === 'wrong' && positions.giveUp(event.aggregateID)) giveUp(event.aggregateID, verdict.why);
  if (verdict.is !== 'pass') return undefined;
  positions.pass(event);
  const { id, aggregateID, seq, type, data } = event;
  return JSON.stringify({ id, aggregate_id: aggregateID, seq, type, data });
}

function sinceOf(value: unknown): Record<string, number> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, number] => entry[0].startsWith('ses') && Number.isSafeInteger(entry[1]),
    ),
  );
}
