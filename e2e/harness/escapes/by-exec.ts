import type { Attempt, Scripts } from './attempt.js';
import type { Escape } from './escape-table.js';
import { places } from './places.js';

const { far, work } = places;

/** `remote_exec` works in the home: what is outside of that is to be asked about, and its secrets are by their names. */
export function execScripts(escapes: readonly Escape[]): Scripts {
  return {
    way: 'remote_exec',
    // What is below the home is granted there.
    scripts: escapes.flatMap(({ name, sh, mounts }, at) =>
      /stub|token|STUB|another|key of ssh|socket|memory/.test(name) && !/~|docs|\.env/.test(sh)
        ? [{ name, held: mounts ? 'mounts' : 'kernel', at }]
        : [],
    ),
    run: ({ outside, target }, command) =>
      outside.call({ call: 'remote_exec', args: { host: target, command: `FAR=${far} ${command}` } }),
  };
}

export const byExec: Attempt[] = [
  exec('a file far away', `cat ${far}/letter`, 'kernel'),
  exec('a link to far away', `ln -s ${far} d; cat d/letter`, 'kernel', work),
  exec(
    'a script that reads far away',
    `sh ${work}/far`,
    'kernel',
    undefined,
    `echo 'cat ${far}/letter; echo EVIL > ${far}/new' > ${work}/far`,
  ),
  exec('a directory far away', 'cat letter', 'policy', far),
];

function exec(
  name: string,
  command: string,
  held: Attempt['held'],
  directory?: string,
  prepare?: string,
): Attempt {
  return {
    ...{ name, way: 'remote_exec', held, ...(prepare && { prepare }) },
    run: ({ outside, target }) =>
      outside.call({ call: 'remote_exec', args: { host: target, command, ...(directory && { directory }) } }),
  };
}
