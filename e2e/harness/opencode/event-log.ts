import { eventually } from '../eventually.js';

/** What OpenCode tells every client. */
export interface SeenEvent {
  workspace?: string;
  type: string;
  properties: Record<string, unknown>;
}

/** The events that came so far. */
export interface EventLog {
  readonly seen: readonly SeenEvent[];
  /** Resolves with the first event that fits, also one that came before. */
  until(fits: (event: SeenEvent) => boolean, timeoutMs?: number): Promise<SeenEvent>;
  close: () => void;
}

interface Frame {
  workspace?: string;
  payload?: { type: string; properties?: Record<string, unknown> };
}

/** Reads `<url>/global/event`; resolves when it is open. A stream that breaks ends it quietly. */
export async function followEvents(url: string): Promise<EventLog> {
  const stop = new AbortController();
  const response = await fetch(`${url}/global/event`, { signal: stop.signal });
  if (!response.body) throw new Error('no event stream');
  const seen: SeenEvent[] = [];
  void read(response.body, ({ workspace, payload }) => {
    if (!payload) return;
    seen.push({ ...(workspace && { workspace }), type: payload.type, properties: payload.properties ?? {} });
  }).catch(() => undefined);
  return {
    seen,
    async until(fits, timeoutMs) {
      const found = await eventually(
        () => seen.find(fits),
        (event) => event !== undefined,
        timeoutMs,
      ).catch(() => undefined);
      if (found) return found;
      throw new Error(`no such event; seen: ${seen.map(({ type }) => type).join(', ')}`);
    },
    close: () => {
      stop.abort();
    },
  };
}

async function read(body: ReadableStream<Uint8Array>, take: (frame: Frame) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data) take(JSON.parse(data) as Frame);
    }
  }
}
