import { type DurableEvent, whyNotOurs, whyUnstorable } from './durable-event.js';
import type { GatewayWorkspace } from './gateway-options.js';

/** The last event of a session that OpenCode has, as far as the gateway knows; the id only of those that went through here. */
export interface Position {
  seq: number;
  id?: string;
  deleted?: boolean;
}

/** `pass`: the next of its session. `repeat`: OpenCode has it. `dropped`: the session is given up. */
export type Verdict = { is: 'pass' | 'repeat' | 'dropped' } | { is: 'wrong'; why: string };

/** A host that tells of more is not believed: each is kept here, and in OpenCode's store. */
const maxSessions = 20_000;

/** Which durable events OpenCode has, and so which it can store next. */
export class Ledger {
  private readonly positions = new Map<string, Position>();
  private readonly givenUp = new Set<string>();

  constructor(
    private readonly workspace: GatewayWorkspace,
    since: Record<string, number> = {},
    private readonly trusted = false,
  ) {
    for (const [session, seq] of Object.entries(since)) this.positions.set(session, { seq });
  }

  /** `old`: events from before may be among those that come. */
  judge(event: DurableEvent, { old }: { old: boolean }): Verdict {
    const { aggregateID, seq, id, type } = event;
    if (this.givenUp.has(aggregateID)) return { is: 'dropped' };
    const known = this.positions.get(aggregateID);
    if (!known && !this.trusted && this.positions.size >= maxSessions) return { is: 'dropped' };
    if (known?.deleted) return { is: 'repeat' };
    if (known && seq <= known.seq) {
      return isRepeat(known, event, old)
        ? { is: 'repeat' }
        : { is: 'wrong', why: `event ${seq} is another than it was before` };
    }
    const next = (known?.seq ?? -1) + 1;
    if (seq !== next) return { is: 'wrong', why: `event ${next} is missing before ${seq}` };
    if ((type === 'session.created.1') !== (seq === 0))
      return { is: 'wrong', why: `event ${seq} is ${type}: a session begins with its creation` };
    const why = (this.trusted ? whyNotOurs : whyUnstorable)(event, this.workspace);
    return why === undefined ? { is: 'pass' } : { is: 'wrong', why: `event ${seq} (${id}): ${why}` };
  }

  /** OpenCode is sent this event. */
  pass({ aggregateID, seq, id, type }: DurableEvent): void {
    this.positions.set(aggregateID, { seq, id, deleted: type === 'session.deleted.1' });
  }

  /** OpenCode has made this event itself, and may know better than what was given up. */
  owns(session: string, seq: number): void {
    if (this.at(session) < seq) this.positions.set(session, { seq });
    this.givenUp.delete(session);
  }

  /** Nothing durable of this session passes from now on. False when that was so before. */
  giveUp(session: string): boolean {
    if (this.givenUp.has(session) || this.givenUp.size >= maxSessions) return false;
    this.givenUp.add(session);
    return true;
  }

  hasGivenUp(session: string): boolean {
    return this.givenUp.has(session);
  }

  knows(session: string): boolean {
    return this.positions.has(session);
  }

  /** The number of the last event of a session that OpenCode has, -1 when it has none. */
  at(session: string): number {
    return this.positions.get(session)?.seq ?? -1;
  }

  /** Sessions that were given up get another chance. */
  forgive(): void {
    this.givenUp.clear();
  }

  /** In the form of `POST /sync/history`. */
  since(): Record<string, number> {
    return Object.fromEntries([...this.positions].map(([session, { seq }]) => [session, seq]));
  }

  /** OpenCode has read a whole history up to `other`, and whatever passed here meanwhile. */
  join(other: Ledger): void {
    for (const [session, position] of other.positions) {
      const mine = this.positions.get(session);
      if (!mine || mine.seq < position.seq) this.positions.set(session, position);
      this.givenUp.delete(session);
    }
    for (const session of other.givenUp) this.givenUp.add(session);
  }

  /** OpenCode has what `other` says and no more; with `others` who read, none of them may be ahead of what is kept. */
  fallBack(other: Ledger, others: boolean): void {
    for (const [session, position] of this.positions) {
      const theirs = other.positions.get(session);
      if (!theirs && !position.deleted) this.positions.delete(session);
      else if (theirs && (theirs.seq < position.seq || !others)) this.positions.set(session, theirs);
    }
    if (others) return;
    for (const [session, position] of other.positions) {
      if (!this.positions.has(session)) this.positions.set(session, position);
    }
  }
}

/** Ids ascend in time: one that is younger than the last that passed cannot have passed before it. */
function isRepeat(known: Position, event: DurableEvent, old: boolean): boolean {
  if (known.id === undefined) return old;
  return event.seq === known.seq ? event.id === known.id : event.id.slice(0, 16) <= known.id.slice(0, 16);
}
