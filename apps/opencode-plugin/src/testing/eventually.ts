import { setTimeout } from 'node:timers/promises';

/** Resolves as soon as `holds`; a test's own time limit ends the waiting. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await setTimeout(10);
}
