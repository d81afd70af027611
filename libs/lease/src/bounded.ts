import type { LeaseClock } from './lease-clock.js';

/** What {@link bounded} rejects with when the time is up. */
export class Unanswered extends Error {
  override name = 'Unanswered';
}

export interface BoundedOptions {
  clock: LeaseClock;
  ms: number;
  signal?: AbortSignal;
}

/** Runs `work` for a time at most, whether or not it heeds its signal. */
export function bounded<T>(
  { clock, ms, signal }: BoundedOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const stop = (reason: Error): void => {
      controller.abort(reason);
      reject(reason);
    };
    const onAbort = (): void => {
      stop(signal?.reason as Error);
    };
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort);
    const cancel = clock.after(ms, () => {
      stop(new Unanswered(`no answer within ${ms / 1000} s`));
    });
    const settle = (): void => {
      cancel();
      signal?.removeEventListener('abort', onAbort);
    };
    work(controller.signal).finally(settle).then(resolve, reject);
  });
}
