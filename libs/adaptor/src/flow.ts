interface Waiting<T> {
  resolve: (result: IteratorResult<T, undefined>) => void;
  reject: (error: Error) => void;
}

export interface FlowOptions<T> {
  /** What an item weighs against the limit. */
  sizeOf: (item: T) => number;
  /** Above it the source is paused; below a quarter of it, resumed. */
  limit: number;
  pause: () => void;
  resume: () => void;
  /** The reader stopped before the end. */
  onReturn?: () => void;
}

/** A bounded queue between a source that is pushed and one reader that iterates, once. */
export class Flow<T> implements AsyncIterable<T>, AsyncIterator<T, undefined> {
  private items: T[] = [];
  private head = 0;
  private size = 0;
  private paused = false;
  private waiting: Waiting<T> | undefined;
  private ended: { error?: Error } | undefined;

  constructor(private readonly options: FlowOptions<T>) {}

  push(item: T): void {
    if (this.ended) return;
    if (this.waiting) {
      this.waiting.resolve({ done: false, value: item });
      this.waiting = undefined;
      return;
    }
    this.items.push(item);
    this.size += this.options.sizeOf(item);
    if (this.size <= this.options.limit || this.paused) return;
    this.paused = true;
    this.options.pause();
  }

  /** No more items; the reader gets those that are queued, then the end or `error`. */
  end(error?: Error): void {
    if (this.ended) return;
    this.ended = { error };
    const { waiting } = this;
    this.waiting = undefined;
    if (error) waiting?.reject(error);
    else waiting?.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const item = this.items[this.head];
    if (item !== undefined) return Promise.resolve({ done: false, value: this.take(item) });
    if (this.ended?.error) return Promise.reject(this.ended.error);
    if (this.ended) return Promise.resolve({ done: true, value: undefined });
    if (this.waiting) return Promise.reject(new Error('read by one reader at a time'));
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.items = [];
    this.head = 0;
    this.size = 0;
    const early = !this.ended;
    this.end();
    if (early) this.options.onReturn?.();
    return Promise.resolve({ done: true, value: undefined });
  }

  private take(item: T): T {
    this.head += 1;
    // A queue that never runs empty would keep all that ever went through it.
    if (this.head >= this.items.length / 2) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    this.size -= this.options.sizeOf(item);
    if (this.paused && this.size <= this.options.limit / 4) {
      this.paused = false;
      this.options.resume();
    }
    return item;
  }
}
