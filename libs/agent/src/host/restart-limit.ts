const firstMs = 1_000;
const longestMs = 60_000;
/** After so long without a crash it counts as healthy again. */
const healthyMs = 60_000;

/** How soon an agent host that crashed may be started again: after 1, 2, 4 … 60 s. */
export class RestartLimit {
  private crashes = 0;
  private startedAt = 0;
  private allowedAt = 0;

  constructor(private readonly now: () => number) {}

  /** Milliseconds until it may be started. */
  get waitMs(): number {
    return Math.max(0, this.allowedAt - this.now());
  }

  started(): void {
    this.startedAt = this.now();
  }

  crashed(): void {
    if (this.startedAt > 0 && this.now() - this.startedAt >= healthyMs) this.crashes = 0;
    this.startedAt = 0;
    this.allowedAt = this.now() + Math.min(longestMs, firstMs * 2 ** this.crashes);
    this.crashes += 1;
  }
}
