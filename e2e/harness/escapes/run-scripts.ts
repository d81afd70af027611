import { setTimeout as delay } from 'node:timers/promises';

import type { Arena } from './arena.js';
import type { Outcome, Scripts } from './attempt.js';
import { outcomeOf } from './outcome-of.js';
import { keep, places } from './places.js';

/** What one call may say has a limit. */
const atOnce = 20;

/**
 * One after the other, many in a call: the command waits after each of them until it was looked at from outside what it did, and all is as it was.
 */
export async function runScripts(arena: Arena, { way, scripts, run }: Scripts): Promise<Outcome[]> {
  const { ground } = arena;
  const outcomes: Outcome[] = [];
  await ground.next();
  for (let from = 0; from < scripts.length; from += atOnce) {
    const some = scripts.slice(from, from + atOnce);
    const command = `sh ${places.work}/${keep}/run ${some.map(({ at }) => at).join(' ')}`;
    const ended = run(arena, command).catch(String);
    // Its last turn is looked at a little later than it ends.
    const over = ended.then(() => delay(5000, undefined, { ref: false }));
    await Promise.race([ground.begin(), over]);
    const changes: (string | undefined)[] = [];
    for (const at of some.keys()) {
      const turn = await Promise.race([ground.turn(at < some.length - 1), over]);
      changes.push(turn);
      if (turn === undefined) break;
    }
    const said = await Promise.race([ended, delay(30_000, '', { ref: false })]);
    for (const [at, script] of some.entries()) {
      const { name, held } = script;
      const changed = changes[at];
      const answer = changed === undefined ? undefined : partOf(said, script.at);
      outcomes.push(outcomeOf({ name, way, held }, { said: answer, changed: changed ?? '' }, arena));
    }
  }
  return outcomes;
}

/** What came between the marks of one; undefined where they did not. */
function partOf(said: string, at: number): string | undefined {
  return new RegExp(`^=== ${at}\\n([^]*?)\\n=== end ${at}$`, 'm').exec(said)?.[1];
}
