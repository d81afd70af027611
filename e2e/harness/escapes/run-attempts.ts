import { setTimeout as delay } from 'node:timers/promises';

import type { Arena } from './arena.js';
import type { Attempt, Outcome } from './attempt.js';

/** `SECRETS` is what a question warns of. */
const secret = /SECRET(?!S)/;

/** One after the other; each finds everything as it was. */
export async function runAttempts(arena: Arena, attempts: readonly Attempt[]): Promise<Outcome[]> {
  const { ground, canaries } = arena;
  const outcomes: Outcome[] = [];
  await ground.next(attempts[0]?.prepare);
  for (const [at, { name, way, held, run }] of attempts.entries()) {
    const said = await Promise.race([run(arena), patience()]).catch((error: unknown) => String(error));
    const changed = await ground.next(attempts[at + 1]?.prepare);
    const shown = secret.test(said) || said.includes(ground.token) || said.includes(canaries.word);
    const got = [shown ? `it showed ${said.slice(0, 2000)}` : '', changed && `it changed ${changed}`];
    outcomes.push({ name, way, held, got: got.filter(Boolean).join('\n') });
  }
  return outcomes;
}

/** One that hangs is none that got out; the next one goes on. */
async function patience(): Promise<string> {
  await delay(30_000, undefined, { ref: false });
  return 'no answer';
}
