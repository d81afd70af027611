import { setTimeout as delay } from 'node:timers/promises';

import type { Arena } from './arena.js';
import type { Attempt, Outcome } from './attempt.js';
import { outcomeOf } from './outcome-of.js';

/** One after the other; each finds everything as it was. */
export async function runAttempts(arena: Arena, attempts: readonly Attempt[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const groups = groupsOf(attempts);
  await arena.ground.next(attempts[0]?.prepare);
  for (const [at, group] of groups.entries()) {
    const all: [Attempt, string | undefined][] = [];
    for (const attempt of group) all.push([attempt, await answerTo(attempt, arena)]);
    const changed = await arena.ground.next(groups[at + 1]?.[0]?.prepare);
    for (const [attempt, said] of all) outcomes.push(outcomeOf(attempt, { said, changed }, arena));
  }
  return outcomes;
}

/** Those that change nothing are one group, from one that wants something prepared on. */
function groupsOf(attempts: readonly Attempt[]): Attempt[][] {
  const groups: Attempt[][] = [];
  for (const attempt of attempts) {
    const last = groups.at(-1);
    if (last && attempt.reads && last.at(-1)?.reads && attempt.prepare === undefined) last.push(attempt);
    else groups.push([attempt]);
  }
  return groups;
}

/** Undefined for one that does not end; the next one goes on. What refuses it is an answer. */
async function answerTo({ run }: Attempt, arena: Arena): Promise<string | undefined> {
  const stop = new AbortController();
  const patience = delay(30_000, undefined, { ref: false, signal: stop.signal }).catch(() => undefined);
  try {
    return await Promise.race([run(arena), patience]);
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? undefined : String(error);
  } finally {
    stop.abort();
  }
}
