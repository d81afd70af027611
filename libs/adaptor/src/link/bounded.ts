import type { Clock } from './clock.js';

export interface Bound {
  clock: Clock;
  ms: number;
  /** Completes "… within 5 s". */
  late: () => Error;
  signal?: AbortSignal;
}

/** Gives `work` a signal, and up when it takes too long, whether or not it listens. */
export async function bounded<T>(
  { clock, ms, late, signal }: Bound,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const both = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  const stop = clock.after(ms, () => {
    ended.abort(late());
  });
  try {
    both.throwIfAborted();
    return await Promise.race([
      work(both),
      new Promise<never>((_, reject) => {
        both.addEventListener('abort', () => {
          reject(both.reason as Error);
        });
      }),
    ]);
  } finally {
    stop();
  }
}
