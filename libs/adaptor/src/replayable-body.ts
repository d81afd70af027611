/** What of a body is kept; more than a connection takes before an answer to its beginning is back. */
const keptBytes = 4 * 1024 * 1024;

/**
 * A body that can be read once more from its beginning until it is accepted, as long as no more than 4 MiB of it were taken. One
 * reader at a time; what one that went had asked for, the next one gets.
 */
export class ReplayableBody {
  private readonly source: AsyncIterator<unknown>;
  private kept: IteratorResult<unknown>[] | undefined = [];
  private size = 0;
  private pending: Promise<IteratorResult<unknown>> | undefined;
  private accepted = false;
  private left = false;

  constructor(body: AsyncIterable<unknown>) {
    this.source = body[Symbol.asyncIterator]();
  }

  /** Whether {@link ReplayableBody.read} can be called again. */
  get isWhole(): boolean {
    return this.kept !== undefined && !this.accepted;
  }

  read(): AsyncIterable<unknown> {
    let at = 0;
    const next = async (): Promise<IteratorResult<unknown>> => {
      const known = this.kept?.[at];
      if (!known && this.accepted) this.kept = undefined;
      this.pending ??= known ? undefined : this.take();
      const taken = known ?? (await this.pending);
      at += 1;
      return taken ?? end;
    };
    const leave = (): Promise<IteratorResult<unknown>> => {
      this.left = true;
      if (this.accepted) this.finish();
      return Promise.resolve(end);
    };
    this.left = false;
    return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
  }

  /** It is not read again. */
  accept(): void {
    this.accepted = true;
    if (this.left) this.finish();
  }

  private finish(): void {
    this.source.return?.().catch(() => undefined);
  }

  private async take(): Promise<IteratorResult<unknown>> {
    try {
      const taken = await this.source.next();
      this.size += taken.done ? 0 : sizeOf(taken.value);
      if (this.size > keptBytes) this.kept = undefined;
      this.kept?.push(taken);
      return taken;
    } finally {
      this.pending = undefined;
    }
  }
}

const end: IteratorResult<unknown> = { done: true, value: undefined };

function sizeOf(chunk: unknown): number {
  return chunk instanceof Uint8Array ? chunk.length : Buffer.byteLength(String(chunk));
}
