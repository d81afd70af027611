import { type DurableEvent, isRecord } from './durable-event.js';

/** The message that a shell command becomes, as its session's events tell of it. */
export class ShellWatch {
  private readonly infos = new Map<string, Record<string, unknown>>();
  private readonly parts = new Map<string, Record<string, unknown>>();
  private messageID: string | undefined;
  private seq = 0;
  private readonly ending = new AbortController();

  constructor(
    private readonly session: string,
    private readonly command: string,
  ) {}

  /** Aborts when the command has ended. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  get begun(): boolean {
    return this.messageID !== undefined;
  }

  /** What `POST /session/{id}/shell` answers, and the header that goes with it. */
  get answer(): { message: unknown; sync: string } {
    const info = this.infos.get(this.messageID ?? '');
    const parts = [...this.parts.values()].filter((part) => part['messageID'] === this.messageID);
    return { message: { info, parts }, sync: JSON.stringify({ [this.session]: this.seq }) };
  }

  see({ aggregateID, type, seq, data }: DurableEvent): void {
    if (aggregateID !== this.session) return;
    const { part, info } = data;
    if (type === 'message.part.updated.1' && isRecord(part)) {
      if (this.runs(part)) this.messageID ??= String(part['messageID']);
      this.parts.set(String(part['id']), part);
    }
    if (type === 'message.updated.1' && isRecord(info)) {
      this.infos.set(String(info['id']), info);
    }
    this.seq = seq;
    if (this.messageID !== undefined && isComplete(this.infos.get(this.messageID))) this.ending.abort();
  }

  private runs(part: Record<string, unknown>): boolean {
    const { state } = part;
    return isRecord(state) && isRecord(state['input']) && state['input']['command'] === this.command;
  }
}

function isComplete(info: Record<string, unknown> | undefined): boolean {
  return isRecord(info?.['time']) && typeof info['time']['completed'] === 'number';
}
