import type { LeaseClock } from '../lease-clock.js';

interface Timer {
  at: number;
  order: number;
  act: () => void;
}

/** Time that passes only when it is told to, and clocks in it that run fast or slow. */
export class SimulatedTime {
  now = 0;
  private timers: Timer[] = [];
  private order = 0;

  /** The returned function takes it back. */
  after(ms: number, act: () => void): () => void {
    const timer: Timer = { at: this.now + Math.max(0, ms), order: this.order++, act };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** A clock that shows `rate` seconds for each that passes, from any beginning. */
  clock(rate = 1, from = 0): LeaseClock {
    return {
      now: () => from + this.now * rate,
      after: (ms, act) => this.after(ms / rate, act),
    };
  }

  /** Runs what is due until `end`, with everything that follows from each step before the next. */
  async run(end: number, afterEach: () => void = () => undefined): Promise<void> {
    await settled();
    for (;;) {
      const next = this.timers.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next || next.at > end) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.now = next.at;
      next.act();
      await settled();
      afterEach();
    }
    this.now = end;
  }
}

/** Promises that follow from each other are done when the queue of tasks is. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
