import type { StreamSink, StubHeaders } from './exchange.js';

const maxBytes = 64 * 1024;

/** The answer that a token is not taken, which is perhaps not the last word: kept until that is known. */
export class Refusal implements StreamSink {
  private readonly chunks: Uint8Array[] = [];
  private size = 0;

  constructor(
    private readonly head: { status: number; headers: StubHeaders },
    private readonly onEnd: (refusal: Refusal) => void,
    readonly fail: (error: Error) => void,
  ) {}

  start(): void {
    // It is short.
  }

  data(chunk: Uint8Array): void {
    this.size += chunk.length;
    if (this.size <= maxBytes) this.chunks.push(chunk);
  }

  end(): void {
    this.onEnd(this);
  }

  /** It is what is answered. */
  deliver(sinkFor: (status: number, headers: StubHeaders) => StreamSink): void {
    const sink = sinkFor(this.head.status, this.head.headers);
    sink.start({ pause: () => undefined, resume: () => undefined });
    for (const chunk of this.chunks) sink.data(chunk);
    sink.end();
  }
}
