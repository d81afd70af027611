import type { FileChange, Undo, UndoneFiles } from '../../agent/undo.js';
import { isRecord } from '../durable-event.js';
import type { EventReaders } from '../event-readers.js';
import type { EventRelay } from '../event-relay.js';
import type { Log } from '../gateway-options.js';
import { addEvent } from './add-event.js';
import type { AgentLink, AgentStay } from './agent-link.js';
import type { AnchorPaths } from './anchor-paths.js';

type Json = Record<string, unknown>;

export interface SessionChangesOptions {
  /** For messages. */
  host: string;
  agent: Pick<AgentLink, 'current'>;
  anchor: AnchorPaths;
  relay: EventRelay;
  readers: EventReaders;
  undo: Undo | undefined;
  log: Log;
}

/**
 * What a session's clients show of changed files. OpenCode takes it from snapshots of its own, which an agent host does not make: it
 * gets it from those of the host, as events of the session.
 */
export class SessionChanges {
  /** By session, the last message that changed something and was looked at. */
  private readonly told = new Map<string, string>();

  constructor(private readonly options: SessionChangesOptions) {}

  /** The session with what a revert of it did, and the number of the event that says so; undefined where that cannot be said. */
  async reverted(
    session: unknown,
    { done = [], takenBack = [] }: UndoneFiles,
  ): Promise<{ session: Json; seq: number } | undefined> {
    const { agent, anchor, readers, log } = this.options;
    const stay = agent.current;
    if (done.length === 0 || !stay || !isRecord(session) || !isRecord(session['revert'])) return undefined;
    const sessionID = String(session['id']);
    const diff = done.map(({ patch }) => patch).join('');
    const info = { ...session, revert: { ...session['revert'], diff }, summary: summaryOf(takenBack) };
    try {
      const data = { sessionID, info: { ...info, directory: anchor.anchor } };
      const seq = await this.add(stay, { sessionID, type: 'session.updated.1', data });
      readers.publish({ type: 'session.updated', properties: { sessionID, info } });
      readers.publish({ type: 'session.diff', properties: { sessionID, diff: takenBack } });
      return { session: info, seq };
    } catch (error) {
      log('warn', `What the revert changed is not shown: ${String(error)}`);
      return undefined;
    }
  }

  /** The session rests: each prompt that changed files is told what. Never rejects. */
  async settled(sessionID: string): Promise<void> {
    const { agent, undo, log } = this.options;
    const stay = agent.current;
    if (!stay || !undo) return;
    try {
      const steps = await undo.steps(sessionID);
      const last = steps.at(-1);
      const known = this.told.get(sessionID) ?? '';
      if (last === undefined || last <= known) return;
      this.told.set(sessionID, last);
      // Ids ascend: what comes after a prompt, and before the next one, is of that prompt.
      for (let left = steps.filter((step) => step > known); left.length > 0;) {
        const prompt = await this.promptOf(stay, sessionID, left.at(-1) ?? '');
        if (!prompt || (isRecord(prompt['summary']) && nonEmpty(prompt['summary']['diffs']))) return;
        const id = String(prompt['id']);
        const messages = left.filter((step) => step > id);
        if (messages.length === 0) return;
        left = left.filter((step) => step <= id);
        await this.tell(stay, sessionID, prompt, await undo.changes({ sessionID, messages }));
      }
    } catch (error) {
      log('debug', `What the last prompt changed is not shown: ${String(error)}`);
    }
  }

  private async promptOf(stay: AgentStay, sessionID: string, message: string): Promise<Json | undefined> {
    const answer = await this.infoOf(stay, sessionID, message);
    const parent = answer?.['parentID'];
    return typeof parent === 'string' ? this.infoOf(stay, sessionID, parent) : undefined;
  }

  private async infoOf(stay: AgentStay, sessionID: string, message: string): Promise<Json | undefined> {
    const path = this.options.anchor.target({ path: `/session/${sessionID}/message/${message}` });
    const got = await stay.client.get(path, { signal: stay.lost });
    return isRecord(got) && isRecord(got['info']) ? got['info'] : undefined;
  }

  private async tell(stay: AgentStay, sessionID: string, prompt: Json, diffs: FileChange[]): Promise<void> {
    if (diffs.length === 0) return;
    const summary = isRecord(prompt['summary']) ? prompt['summary'] : {};
    const info = { ...prompt, summary: { ...summary, diffs } };
    await this.add(stay, { sessionID, type: 'message.updated.1', data: { sessionID, info } });
    this.options.readers.publish({ type: 'message.updated', properties: { sessionID, info } });
  }

  private add(stay: AgentStay, event: { sessionID: string; type: string; data: Json }): Promise<number> {
    const { host, anchor, relay } = this.options;
    return addEvent({ host, stay, anchor, relay, ...event });
  }
}

function nonEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function summaryOf(changes: readonly FileChange[]): Json {
  const sum = (of: 'additions' | 'deletions'): number =>
    changes.reduce((total, change) => total + change[of], 0);
  return { additions: sum('additions'), deletions: sum('deletions'), files: changes.length };
}
