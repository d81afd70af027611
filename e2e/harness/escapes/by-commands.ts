import type { Attempt, Held, Scripts } from './attempt.js';
import type { Escape } from './escape-table.js';
import { places, variablesFile } from './places.js';

/** What a command runs that a text names by its number alone: nobody can see in it what it does. */
export function scriptOf({ sh }: Escape): string {
  return `. ${variablesFile}\ncd "$WORK"\n${sh}`;
}

const heldOf = ({ mounts }: Escape): Held => (mounts ? 'mounts' : 'kernel');

/** The model runs what lies in the workspace already. */
export function byScripts(escapes: readonly Escape[]): Scripts {
  return {
    way: 'bash, a script',
    scripts: escapes.map((escape, at) => ({ name: escape.name, held: heldOf(escape), at })),
    run: ({ inside }, command) => inside.call({ call: 'bash', args: { command, description: 'Run' } }),
  };
}

/** A person's `!` command says all of it. */
export function byTexts(escapes: readonly Escape[]): Attempt[] {
  return escapes.map((escape) => ({
    ...{ name: escape.name, way: '! command', held: heldOf(escape) },
    run: ({ shell, ground }) => shell(`cd ${places.work}\n${ground.variables}\n${escape.sh}`),
  }));
}

/** The model's call says all of it. */
export function byCalls(escapes: readonly Escape[]): Attempt[] {
  return escapes.map((escape) => ({
    ...{ name: escape.name, way: 'bash', held: heldOf(escape) },
    run: ({ inside, ground }) => {
      const command = `${ground.variables}\n${escape.sh}`;
      return inside.call({ call: 'bash', args: { command, description: 'Run' } });
    },
  }));
}
