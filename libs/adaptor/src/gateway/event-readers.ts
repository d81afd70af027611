import { eventID } from './event-id.js';
import type { GatewayWorkspace, PlainEvent } from './gateway-options.js';
import type { HttpAnswer } from './http/http-answer.js';
import type { HttpRequest } from './http/http-request.js';
import { pause } from './pause.js';

/** A reader that is further behind is sent home; it comes back and reads the history. */
const maxUnsentBytes = 8 * 1024 * 1024;

/** What is more than that waits, where it can. */
const flowingBytes = 1024 * 1024;
const patienceMs = 5_000;

interface Reader {
  answer: HttpAnswer;
  bare: boolean;
  /** Whether it has asked for no history yet. */
  isNew: boolean;
  /** Whether it did not take what it was waited for: the others do not wait again. */
  stuck?: boolean;
}

/** A frame of `/global/event`. */
export interface Frame {
  directory: string;
  project: string;
  workspace: string;
  payload: { type: string } & Record<string, unknown>;
}

/** Everybody who reads this gateway's events: OpenCode, and clients that are attached directly. */
export class EventReaders {
  private readonly readers = new Set<Reader>();
  private readonly beat: NodeJS.Timeout;

  constructor(
    private readonly workspace: GatewayWorkspace,
    heartbeatMs: number,
  ) {
    this.beat = setInterval(() => {
      this.own('server.heartbeat', this.readers);
    }, heartbeatMs);
    this.beat.unref();
  }

  get count(): number {
    return this.readers.size;
  }

  /** Whether a client reads here that is no OpenCode with workspaces, but attached to this one directly. */
  get hasBare(): boolean {
    return [...this.readers].some(({ bare }) => bare);
  }

  /** Answered at once, whether the host is there or not. `bare`: as `/event`, payloads alone and nothing durable. */
  add(request: Pick<HttpRequest, 'gone'>, answer: HttpAnswer, bare: boolean): void {
    const reader: Reader = { answer, bare, isNew: !bare };
    answer.start(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    this.readers.add(reader);
    request.gone.addEventListener('abort', () => {
      this.readers.delete(reader);
      answer.cut();
    });
    this.own('server.connected', [reader]);
  }

  /** Whether a reader has come that has asked for no history before: OpenCode does so when it begins. */
  takeNew(): boolean {
    const found = [...this.readers].find(({ isNew }) => isNew);
    if (found) found.isNew = false;
    return found !== undefined;
  }

  /** Resolves when readers have taken most of what was sent, or do not for a while: then they are waited for no more. */
  async flowing(signal: AbortSignal): Promise<void> {
    const slow: Reader[] = [];
    for (const reader of this.readers) {
      if (reader.answer.unsent <= flowingBytes) reader.stuck = false;
      else if (reader.stuck !== true) slow.push(reader);
    }
    if (slow.length === 0) return;
    await Promise.race([Promise.all(slow.map(({ answer }) => answer.drained())), pause(patienceMs, signal)]);
    for (const reader of slow) reader.stuck = reader.answer.unsent > flowingBytes;
  }

  /** An event of the workspace that is not stored. */
  publish({ type, properties, outside }: PlainEvent): void {
    const payload = { id: eventID(), type, properties };
    if (!outside) {
      this.send(frameOf(this.workspace, payload));
      return;
    }
    const { directory, projectID: project } = this.workspace;
    for (const reader of this.readers)
      if (!reader.bare) this.write(reader, data({ directory, project, payload }));
  }

  send(frame: Frame): void {
    if (this.readers.size === 0) return;
    let whole: string | undefined;
    let bare: string | undefined;
    for (const reader of this.readers) {
      if (!reader.bare) this.write(reader, (whole ??= data(frame)));
      else if (frame.payload.type !== 'sync') this.write(reader, (bare ??= data(frame.payload)));
    }
  }

  /** Ends every stream cleanly, and takes no more. */
  close(): void {
    clearInterval(this.beat);
    for (const reader of this.readers) this.end(reader);
  }

  private own(type: string, readers: Iterable<Reader>): void {
    const payload = { id: eventID(), type, properties: {} };
    for (const reader of readers) this.write(reader, data(reader.bare ? payload : { payload }));
  }

  private write(reader: Reader, text: string): void {
    reader.answer.write(text);
    if (reader.answer.unsent > maxUnsentBytes) this.end(reader);
  }

  private end(reader: Reader): void {
    this.readers.delete(reader);
    reader.answer.closeAfter();
    reader.answer.end();
  }
}

export function frameOf(workspace: GatewayWorkspace, payload: Frame['payload']): Frame {
  const { directory, projectID: project, id } = workspace;
  return { directory, project, workspace: id, payload };
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
