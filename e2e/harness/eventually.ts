import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is wanted; after `timeoutMs` (default 40 s) it rejects and shows the last answer. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  isWanted: (answer: T) => boolean,
  timeoutMs = 40_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`gave up waiting; last seen:\n${String(answer)}`);
    await delay(50);
  }
}
