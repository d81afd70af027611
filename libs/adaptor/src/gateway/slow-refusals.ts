const delayMs = 250;
const maxWaiting = 32;

/** Holds back answers to who guesses: one each quarter of a second, and none for more than a few at once. */
export class SlowRefusals {
  private waiting = 0;
  private last: Promise<void> = Promise.resolve();
  private readonly timers = new Map<NodeJS.Timeout, () => void>();

  /** Resolves when the refusal may be answered: with false when too many wait already. */
  async wait(): Promise<boolean> {
    if (this.waiting >= maxWaiting) return false;
    this.waiting += 1;
    const before = this.last;
    this.last = before.then(() => this.pause());
    await this.last;
    this.waiting -= 1;
    return true;
  }

  /** Nobody waits any longer. */
  close(): void {
    for (const [timer, resolve] of this.timers) {
      clearTimeout(timer);
      resolve();
    }
    this.timers.clear();
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        resolve();
      }, delayMs);
      this.timers.set(timer, resolve);
    });
  }
}
