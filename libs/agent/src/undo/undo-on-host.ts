import { type StubClient, StubSnapshots, type Undo } from '@orssh/adaptor';

import { AgentError } from '../agent-error.js';
import { SessionUndo } from './session-undo.js';
import { StepRecords } from './step-records.js';

export interface UndoOnHostOptions {
  /** Undefined while the host is away. */
  stub: () => StubClient | undefined;
  /** As the person knows it. */
  host: string;
  workspaceID: string;
  /** Of this machine, for 0600 records of what each message did: with them undo survives a restart. */
  folder: string;
  log: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
}

/**
 * Undo by snapshots that the stub keeps. A step lasts from the first change of an assistant's message to the next message's first
 * change, or until the session rests; reverting brings each file that changed since back to what it was before the first of these
 * steps. A part within a message counts as the whole message.
 */
export function undoOnHost({ stub, host, workspaceID, folder, log }: UndoOnHostOptions): Undo {
  const records = new StepRecords(folder);
  const sessions = new Map<string, { undo: SessionUndo; last: Promise<unknown> }>();
  const snapshots = (): StubSnapshots => {
    const client = stub();
    if (client) return new StubSnapshots(client, workspaceID);
    throw new AgentError(
      'host_away',
      host,
      `${host} is not connected: its files cannot be restored now.`,
      'Try again when it is connected.',
    );
  };
  /** One after the other in each session. */
  const inTurn = <T>(sessionID: string, act: (undo: SessionUndo) => Promise<T>): Promise<T> => {
    let session = sessions.get(sessionID);
    if (!session) {
      session = { undo: new SessionUndo({ sessionID, records, snapshots }), last: Promise.resolve() };
      sessions.set(sessionID, session);
    }
    const { undo, last } = session;
    const result = last.then(() => act(undo));
    session.last = result.catch(() => undefined);
    return result;
  };
  const warn = (what: string) => (error: unknown) => {
    log('warn', `${what} on ${host}: ${error instanceof Error ? error.message : String(error)}`);
  };
  return {
    before: ({ sessionID, messageID }) =>
      inTurn(sessionID, (undo) => undo.before(messageID)).catch(warn('The next step cannot be undone')),
    settled: (sessionID) =>
      inTurn(sessionID, (undo) => undo.settled()).catch(warn('What the last step changed was not noted')),
    steps: (sessionID) => inTurn(sessionID, (undo) => undo.steps()),
    changes: ({ sessionID, messages }) => inTurn(sessionID, (undo) => undo.changes(messages)),
    revert: ({ sessionID, messageID }) => inTurn(sessionID, (undo) => undo.revert(messageID)),
    unrevert: (sessionID) => inTurn(sessionID, (undo) => undo.unrevert()),
  };
}
