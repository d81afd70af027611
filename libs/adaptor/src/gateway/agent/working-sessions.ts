import { isRecord } from '../durable-event.js';

/** Which sessions work, as events tell; while one does, something is held. */
export class WorkingSessions {
  private readonly working = new Set<string>();
  private release: (() => void) | undefined;

  /** `hold` is called when one begins, what it returned when none is left. */
  constructor(private readonly hold: () => () => void) {}

  see({ type, properties }: { type: string } & Record<string, unknown>): void {
    if (!isRecord(properties)) return;
    const { sessionID, status } = properties;
    if (typeof sessionID !== 'string') return;
    if (type === 'session.status' && isRecord(status)) this.set(sessionID, status['type'] !== 'idle');
    else if (type === 'session.idle' || type === 'session.deleted') this.set(sessionID, false);
  }

  /** As `GET /session/status` answers. */
  are(status: unknown): void {
    if (!isRecord(status)) return;
    for (const session of [...this.working]) if (!(session in status)) this.set(session, false);
    for (const [session, one] of Object.entries(status))
      this.set(session, isRecord(one) && one['type'] !== 'idle');
  }

  /** None works any longer; returns those that did. */
  end(): string[] {
    const ended = [...this.working];
    for (const session of ended) this.set(session, false);
    return ended;
  }

  private set(session: string, works: boolean): void {
    if (works) this.working.add(session);
    else this.working.delete(session);
    if (this.working.size > 0) this.release ??= this.hold();
    else {
      this.release?.();
      this.release = undefined;
    }
  }
}
