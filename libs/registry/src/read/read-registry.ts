import {
  type CheckedConfig,
  checkConfig,
  problemAt,
  problemsError,
  type ReadConfig,
} from '../config/checked-config.js';
import { compose } from '../config/compose.js';
import { contradictions } from '../config/contradictions.js';
import { obsoleteNotices } from '../config/obsolete.js';
import type { ConfigProblem } from '../errors.js';
import type { FoundFile } from '../find/found-file.js';
import { isCode } from '../find/places.js';
import type { Registry } from '../registry.js';
import { isTrusted } from '../trust/trusted-files.js';
import { wouldRun } from '../trust/would-run.js';
import { readFile } from './read-file.js';
import { readPluginOptions } from './read-plugin-options.js';

export interface ReadOptions {
  files: readonly FoundFile[];
  /** Configurations that need no reading; they stand after the user's files. */
  given: readonly ReadConfig[];
  notices: readonly string[];
  env: NodeJS.ProcessEnv;
}

/** Reads and checks all files, and puts them together. All problems of all files are in the error. */
export async function readRegistry({ files, given, notices, env }: ReadOptions): Promise<Registry> {
  const told = [...notices];
  const read: ReadConfig[] = [];
  for (const found of files) {
    const needsTrust = found.origin === 'project' && isCode(found.path) && !isTrusted(found.path, { env });
    if (needsTrust) told.push(untrusted(found.path, ['run as a program on this machine']));
    else if (found.role === 'options') read.push(...(await readPluginOptions(found)));
    else read.push(await readFile(found));
  }
  const firstOfProject = read.findIndex(({ origin }) => origin === 'project');
  read.splice(firstOfProject < 0 ? read.length : firstOfProject, 0, ...given);
  const problems: ConfigProblem[] = [];
  const configs: CheckedConfig[] = [];
  for (const one of read) {
    const checked = checkConfig(one);
    if (Array.isArray(checked)) {
      problems.push(...checked);
      continue;
    }
    problems.push(...contradictions(checked.config).map((described) => problemAt(one, described)));
    const runs = one.origin === 'project' ? wouldRun(checked.config) : [];
    if (runs.length > 0 && !isTrusted(one.file.path, { env })) told.push(untrusted(one.file.path, runs));
    else configs.push(checked);
  }
  if (problems.length > 0) throw problemsError('config_invalid', problems);
  return compose(configs, [...told, ...configs.flatMap(obsoleteNotices)]);
}

function untrusted(path: string, runs: readonly string[]): string {
  const [first = '', ...more] = runs;
  const others = more.length > 0 ? ` (and ${more.length} more of the kind)` : '';
  return `${path} is passed over: it would ${first}${others}. Look at it; to use it as it is now: orssh config trust ${path}`;
}
