import type { ConfigProblem } from '../errors.js';
import type { ConfigPath } from '../parse/config-path.js';
import { type CheckedConfig, problemAt } from './checked-config.js';

interface Taken {
  id: string;
  read: CheckedConfig;
  path: ConfigPath;
}

/** Names and aliases of all hosts of all files: each may stand once. */
export class Names {
  readonly problems: ConfigProblem[] = [];
  readonly #taken = new Map<string, Taken>();

  /** `path` is where `name` stands in the configuration `read`. */
  take(name: string, taken: Taken): void {
    const before = this.#taken.get(name);
    if (before === undefined) this.#taken.set(name, taken);
    // A host whose alias is its own name says it twice, which harms nobody.
    else if (before.id !== taken.id || isSecondHost(before.path, taken.path)) {
      const message = `is ${JSON.stringify(name)}, which is already ${describe(before)}`;
      const remedy = 'Give one of the two another name: a name or an alias stands for one host.';
      this.problems.push(problemAt(taken.read, { path: taken.path, message, remedy }));
    }
  }
}

/** Two entries of the same provider and name: both name themselves by `name`. */
function isSecondHost(before: ConfigPath, after: ConfigPath): boolean {
  return before.at(-1) === 'name' && after.at(-1) === 'name';
}

function describe({ id, read, path }: Taken): string {
  const { file, line } = problemAt(read, { path, message: '', remedy: '' });
  const what = path.at(-1) === 'name' ? 'the name' : 'an alias';
  return `${what} of ${id} in ${file}${line === undefined ? '' : `, line ${line}`}`;
}
