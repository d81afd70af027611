import type { BootstrapTimings } from './running-stub.js';

/** Measures the steps of one bootstrap, from its own creation on. */
export class Stopwatch {
  private readonly startedAt = performance.now();
  private readonly steps: Omit<BootstrapTimings, 'totalMs'> = {};

  async time<T>(step: keyof typeof this.steps, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await work();
    } finally {
      this.steps[step] = performance.now() - from;
    }
  }

  timings(): BootstrapTimings {
    return { ...this.steps, totalMs: performance.now() - this.startedAt };
  }
}
