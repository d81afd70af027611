import type { Attempt, Held } from './attempt.js';
import type { Escape } from './escape-table.js';
import { places, variablesFile } from './ground.js';

/** What a command runs that a text names by its number alone: nobody can see in it what it does. */
export function scriptOf({ sh }: Escape): string {
  return `. ${variablesFile}\ncd "$WORK"\n${sh}`;
}

const heldOf = ({ mounts }: Escape): Held => (mounts ? 'mounts' : 'kernel');

/** The model runs what lies in the workspace already. */
export function byScripts(escapes: readonly Escape[]): Attempt[] {
  return escapes.map((escape, at) => ({
    ...{ name: escape.name, way: 'bash, a script', held: heldOf(escape) },
    run: ({ inside }) =>
      inside.call({
        call: 'bash',
        args: { command: `timeout 10 sh attempts/${at}`, description: `Run ${at}` },
      }),
  }));
}

/** A person's `!` command says all of it. */
export function byTexts(escapes: readonly Escape[]): Attempt[] {
  return escapes.map((escape) => ({
    ...{ name: escape.name, way: '! command', held: heldOf(escape) },
    run: ({ shell, ground }) => shell(`cd ${places.work}\n${ground.variables}\n${escape.sh}`),
  }));
}
