import { isRecord } from './durable-event.js';
import type { EventReaders, Frame } from './event-readers.js';
import type { GatewayWorkspace, Log } from './gateway-options.js';
import { type StubFrame, stubFrame } from './stub-frame.js';

/** A stub has no more than 64 open in a workspace; those whose end was lost with a connection count for a while too. */
const maxOpen = 128;
const openMs = 10 * 60_000;

/** Holds back questions about permission of a host that asks without end: nobody could answer them, or see what else is asked. */
export class OpenQuestions {
  private readonly open = new Map<string, number>();
  private toldAt = -Infinity;
  private refused = 0;

  constructor(
    private readonly options: { host: string; readers: EventReaders; log: Log },
    private readonly now: () => number = Date.now,
  ) {}

  /** As {@link stubFrame}; a question too many is nobody's. */
  classify(value: unknown, workspace: GatewayWorkspace): StubFrame {
    const got = stubFrame(value, workspace);
    return got.is === 'event' && !this.admits(got.frame.payload) ? { is: 'foreign' } : got;
  }

  private admits({ type, properties }: Frame['payload']): boolean {
    if (!isRecord(properties)) return true;
    const { id, requestID } = properties;
    if (/^permission\.(v2\.)?replied$/.test(type)) this.open.delete(String(requestID));
    if (!/^permission\.(v2\.)?asked$/.test(type)) return true;
    this.forgetOld();
    const key = String(id).slice(0, 256);
    if (this.open.size >= maxOpen && !this.open.has(key)) {
      this.refuse();
      return false;
    }
    this.open.set(key, this.now());
    return true;
  }

  private forgetOld(): void {
    for (const [id, at] of this.open) {
      if (at > this.now() - openMs) return;
      this.open.delete(id);
    }
  }

  /** Said once in a while, however many they are. */
  private refuse(): void {
    this.refused += 1;
    if (this.now() - this.toldAt < openMs) return;
    this.toldAt = this.now();
    const { host, readers, log } = this.options;
    const message = `${host} asks for more than ${maxOpen} permissions at once; further ones are not shown.`;
    log('warn', `${message} ${this.refused} were held back so far.`);
    const toast = { title: 'Too many questions', variant: 'warning', duration: 10_000, message };
    readers.publish({ type: 'tui.toast.show', properties: toast });
  }
}
