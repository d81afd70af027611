import { setTimeout as wait } from 'node:timers/promises';

/** Rejects with the signal's reason when that is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms <= 0) return;
  await wait(ms, undefined, { signal }).catch(() => {
    signal.throwIfAborted();
  });
}
