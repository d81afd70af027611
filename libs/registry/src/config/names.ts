import type { ConfigProblem } from '../errors.js';
import type { ConfigPath } from '../parse/config-path.js';
import { type CheckedConfig, problemAt } from './checked-config.js';

/** Where a name was given: the hosts of a provider begin at `at`; `alias` counts within the host. */
interface Taken {
  id: string;
  read: CheckedConfig;
  at: ConfigPath;
  host: number;
  alias?: number;
}

/** Names and aliases of all hosts of all files: each may stand once. */
export class Names {
  readonly problems: ConfigProblem[] = [];
  readonly #taken = new Map<string, Taken>();

  take(name: string, taken: Taken): void {
    const before = this.#taken.get(name);
    if (before === undefined) this.#taken.set(name, taken);
    // A host whose alias is its own name says it twice, which harms nobody.
    else if (before.id !== taken.id || areTwoHosts(before, taken)) {
      const message = `is ${JSON.stringify(name)}, which is already ${describe(before)}`;
      const remedy = 'Give one of the two another name: a name or an alias stands for one host.';
      this.problems.push(problemAt(taken.read, { path: pathOf(taken), message, remedy }));
    }
  }
}

/** Two entries of the same provider and name: both name themselves by `name`. */
function areTwoHosts(before: Taken, after: Taken): boolean {
  return before.alias === undefined && after.alias === undefined;
}

function pathOf({ at, host, alias }: Taken): ConfigPath {
  return [...at, 'hosts', host, ...(alias === undefined ? ['name'] : ['aliases', alias])];
}

function describe(taken: Taken): string {
  const { file, line } = problemAt(taken.read, { path: pathOf(taken), message: '', remedy: '' });
  const what = taken.alias === undefined ? 'the name' : 'an alias';
  return `${what} of ${taken.id} in ${file}${line === undefined ? '' : `, line ${line}`}`;
}
