import { setTimeout } from 'node:timers/promises';

/** Resolves as soon as `holds`; rejects when it does not within 20 s. */
export async function eventually(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${String(holds)}`);
    await setTimeout(10);
  }
}
