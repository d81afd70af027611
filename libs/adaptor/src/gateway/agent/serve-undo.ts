import { printable } from '@orssh/protocol';

import type { Undo, UndoneFiles } from '../../agent/undo.js';
import { answerError } from '../answer-error.js';
import { toClient, toStub } from '../carried-headers.js';
import { collect, type WholeAnswer } from '../collect.js';
import { isRecord } from '../durable-event.js';
import type { EventReaders } from '../event-readers.js';
import type { EventRelay } from '../event-relay.js';
import { fenceFor } from '../fence.js';
import type { PlainEvent } from '../gateway-options.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpRequest } from '../http/http-request.js';
import { parseJson } from '../parse-json.js';
import { readWhole } from '../read-json.js';
import type { StubPath } from '../stub-path.js';
import { withBody } from '../with-body.js';
import type { AgentLink } from './agent-link.js';
import type { AnchorPaths } from './anchor-paths.js';
import { answerLost, reachAgent } from './reach-agent.js';
import type { SessionChanges } from './session-changes.js';

const maxBodyBytes = 64 * 1024;

export interface ServeUndo {
  host: string;
  agent: AgentLink;
  busy: () => () => void;
  anchor: AnchorPaths;
  readers: EventReaders;
  relay: EventRelay;
  undo: Undo | undefined;
  changes: Pick<SessionChanges, 'reverted'>;
}

/** The agent host reverts its session, then the files follow on the host; what they cannot is told. */
export async function serveUndo(
  verb: 'revert' | 'unrevert',
  request: HttpRequest,
  path: StubPath,
  answer: HttpAnswer,
  options: ServeUndo,
): Promise<void> {
  const { host, agent, anchor, relay, readers, undo, changes } = options;
  const { segments } = path;
  const release = options.busy();
  try {
    const body = await readWhole(request.body, maxBodyBytes);
    const stay = await reachAgent(agent, { host, signal: request.gone, answer });
    if (!stay) return;
    const asked = withBody(request, body);
    // Whoever goes: where the session was reverted the files have to follow.
    const sent = { method: 'POST', headers: toStub(asked), body: asked.body, signal: stay.lost };
    const answered = await collect(stay.client, host, { ...sent, path: anchor.target(path) });
    const result: Restored =
      answered.status < 300 ? await restored(verb, segments[1] ?? '', { body, answered, host, undo }) : {};
    if (result.warning !== undefined) readers.publish(toast('warning', result.warning));
    if (result.error !== undefined) {
      readers.publish(toast('error', result.error));
      answerError(answer, 502, 'files_not_restored', result.error);
      return;
    }
    const said = result.undone && (await withChanges(answered, result.undone, changes));
    pass(said ?? answered, answer, (sync) => fenceFor(sync, { relay, segments, method: 'POST' }));
  } catch (error) {
    if (request.gone.aborted) answer.cut();
    else answerLost(answer, host, error as Error);
  } finally {
    release();
  }
}

/** The answer with what the revert did to files. */
async function withChanges(
  answered: WholeAnswer,
  undone: UndoneFiles,
  changes: Pick<SessionChanges, 'reverted'>,
): Promise<WholeAnswer | undefined> {
  const told = await changes.reverted(parseJson(answered.text), undone);
  if (!told) return undefined;
  const { session, seq } = told;
  const sync = JSON.stringify({ [String(session['id'])]: seq });
  return {
    ...answered,
    ...{ headers: { ...answered.headers, 'x-opencode-sync': sync }, text: JSON.stringify(session) },
  };
}

interface Restored {
  undone?: UndoneFiles;
  warning?: string;
  error?: string;
}

interface Reverted {
  body: Buffer;
  answered: WholeAnswer;
  host: string;
  undo: Undo | undefined;
}

async function restored(
  verb: 'revert' | 'unrevert',
  sessionID: string,
  { body, answered, host, undo }: Reverted,
): Promise<Restored> {
  const act = (): Promise<UndoneFiles> => {
    if (!undo) return Promise.resolve({ files: [], unavailable: 'nothing keeps what they were before' });
    return verb === 'unrevert'
      ? undo.unrevert(sessionID)
      : undo.revert({ sessionID, ...placeIn(answered, body) });
  };
  try {
    const undone = await act();
    const { unavailable } = undone;
    return unavailable === undefined
      ? { undone }
      : { warning: `Files on ${host} stay as they are: ${unavailable}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { error: `The conversation was changed, the files on ${host} were not: ${why}` };
  }
}

/** What the session was taken back to: a whole prompt, where only its answer was named. */
function placeIn({ text }: WholeAnswer, body: Buffer): { messageID: string; partID?: string } {
  const session = parseJson(text);
  const asked = parseJson(body);
  const place = isRecord(session) && isRecord(session['revert']) ? session['revert'] : asked;
  const { messageID, partID } = isRecord(place) ? place : {};
  return { messageID: String(messageID), ...(typeof partID === 'string' ? { partID } : {}) };
}

function pass(
  { status, headers, text }: WholeAnswer,
  answer: HttpAnswer,
  fence: (sync: string) => string | undefined,
): void {
  const bytes = Buffer.from(text);
  const sync = headers['x-opencode-sync'];
  answer.start(status, {
    ...toClient(headers),
    'content-length': String(bytes.length),
    'x-opencode-sync': typeof sync === 'string' ? fence(sync) : undefined,
  });
  answer.write(bytes);
  answer.end();
}

function toast(variant: 'warning' | 'error', message: string): PlainEvent {
  return {
    type: 'tui.toast.show',
    properties: { title: 'Undo', message: printable(message), variant, duration: 10_000 },
  };
}
