/** A time limit that stands still while a person is being asked. */
export class Deadline {
  readonly #onExpire: () => void;
  #leftMs: number;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #asking = 0;
  #cleared = false;

  constructor(limitMs: number, onExpire: () => void) {
    this.#leftMs = limitMs;
    this.#onExpire = onExpire;
    this.#run();
  }

  /** Whether a person is being asked. */
  get isPaused(): boolean {
    return this.#asking > 0;
  }

  /** Runs `ask` off the clock. */
  async pauseFor<T>(ask: () => Promise<T>): Promise<T> {
    this.#asking++;
    this.#stop();
    try {
      return await ask();
    } finally {
      this.#asking--;
      this.#run();
    }
  }

  /** It never expires from now on. */
  clear(): void {
    this.#cleared = true;
    this.#stop();
  }

  #stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs -= performance.now() - this.#startedAt;
  }

  #run(): void {
    if (this.#cleared || this.#asking > 0) return;
    this.#startedAt = performance.now();
    this.#timer = setTimeout(this.#onExpire, Math.max(this.#leftMs, 0));
  }
}
