import type { Undo, UndoneFiles } from '../../agent/undo.js';
import { answerError } from '../answer-error.js';
import type { WholeAnswer } from '../collect.js';
import { isRecord } from '../durable-event.js';
import type { PlainEvent } from '../gateway-options.js';
import type { HttpAnswer } from '../http/http-answer.js';
import { parseJson } from '../parse-json.js';

export interface ServeUndo {
  host: string;
  sessionID: string;
  undo: Undo | undefined;
  publish: (event: PlainEvent) => void;
  /** Passes the agent host's answer on. */
  pass: (answered: WholeAnswer) => void;
}

/** The agent host has reverted its session: the files follow, and what they cannot is told. */
export async function serveRevert(
  answered: WholeAnswer,
  answer: HttpAnswer,
  options: ServeUndo & { asked: Record<string, unknown> },
): Promise<void> {
  const { asked, sessionID } = options;
  const session = parseJson(Buffer.from(answered.text));
  // What the session was taken back to: a whole prompt, where only its answer was named.
  const revert = isRecord(session) && isRecord(session['revert']) ? session['revert'] : asked;
  const { messageID, partID } = revert;
  await follow(answered, answer, options, (undo) =>
    undo.revert({
      sessionID,
      messageID: String(messageID),
      ...(typeof partID === 'string' ? { partID } : {}),
    }),
  );
}

export async function serveUnrevert(
  answered: WholeAnswer,
  answer: HttpAnswer,
  options: ServeUndo,
): Promise<void> {
  await follow(answered, answer, options, (undo) => undo.unrevert(options.sessionID));
}

async function follow(
  answered: WholeAnswer,
  answer: HttpAnswer,
  { host, undo, publish, pass }: ServeUndo,
  act: (undo: Undo) => Promise<UndoneFiles>,
): Promise<void> {
  if (answered.status >= 300) {
    pass(answered);
    return;
  }
  try {
    const { unavailable } = undo
      ? await act(undo)
      : { unavailable: 'nothing here keeps what they were before' };
    if (unavailable !== undefined) {
      publish(toast('warning', `Files on ${host} stay as they are: ${unavailable}.`));
    }
    pass(answered);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The conversation was taken back, files on ${host} were not: ${why}`;
    publish(toast('error', message));
    answerError(answer, 502, 'files_not_restored', message);
  }
}

function toast(variant: 'warning' | 'error', message: string): PlainEvent {
  const properties = { title: 'Undo', message: message.replace(/\.\.$/, '.'), variant, duration: 10_000 };
  return { type: 'tui.toast.show', properties };
}
