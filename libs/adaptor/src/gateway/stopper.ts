/**
 * Ends something when the first of some signals aborts. `AbortSignal.any` would keep something for each request for as long as the
 * host stays.
 */
export class Stopper {
  private stop: ((reason: Error) => void) | undefined;

  constructor(private readonly signals: AbortSignal[]) {}

  /** Calls `stop` with the reason, unless it is released before. */
  arm(stop: (reason: Error) => void): void {
    this.stop = stop;
    for (const signal of this.signals) signal.addEventListener('abort', this.onAbort);
    if (this.signals.some((signal) => signal.aborted)) this.onAbort();
  }

  release(): void {
    this.stop = undefined;
    for (const signal of this.signals) signal.removeEventListener('abort', this.onAbort);
  }

  private readonly onAbort = (): void => {
    const { stop } = this;
    this.release();
    const reason: unknown = this.signals.find((signal) => signal.aborted)?.reason;
    stop?.(reason instanceof Error ? reason : new Error('it was ended'));
  };
}
