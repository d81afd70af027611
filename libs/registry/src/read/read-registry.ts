import {
  type CheckedConfig,
  checkConfig,
  problemAt,
  problemsError,
  type ReadConfig,
} from '../config/checked-config.js';
import { compose, defaultsWith } from '../config/compose.js';
import { contradictions } from '../config/contradictions.js';
import { obsoleteNotices } from '../config/obsolete.js';
import { noSettings } from '../config/settings.js';
import type { ConfigProblem } from '../errors.js';
import type { FoundFile } from '../find/found-file.js';
import type { Registry } from '../registry.js';
import { unagreedToRead, unagreedToUse } from '../trust/unagreed.js';
import { readFile } from './read-file.js';
import { readPluginOptions } from './read-plugin-options.js';

export interface ReadOptions {
  files: readonly FoundFile[];
  /** Configurations that need no reading; they stand after the files of the same origin. */
  given: readonly ReadConfig[];
  notices: readonly string[];
  env: NodeJS.ProcessEnv;
}

/** Reads and checks all files, and puts them together. All problems of all files are in the error. */
export async function readRegistry({ files, given, notices, env }: ReadOptions): Promise<Registry> {
  const told = [...notices];
  const read: ReadConfig[] = [];
  for (const found of files) {
    const unagreed = unagreedToRead(found, { env });
    if (unagreed.length > 0) told.push(untrusted(found.path, unagreed));
    else if (found.role === 'options') read.push(...(await readPluginOptions(found)));
    else read.push(await readFile(found));
  }
  const firstOfProject = read.findIndex(({ origin }) => origin === 'project');
  const [own, others] = [
    given.filter(({ origin }) => origin === 'user'),
    given.filter(({ origin }) => origin !== 'user'),
  ];
  read.splice(firstOfProject < 0 ? read.length : firstOfProject, 0, ...own);
  read.push(...others);
  const problems: ConfigProblem[] = [];
  const configs: CheckedConfig[] = [];
  let usual = noSettings;
  for (const one of read) {
    const checked = checkConfig(one);
    if (Array.isArray(checked)) {
      problems.push(...checked);
      continue;
    }
    problems.push(...contradictions(checked.config).map((described) => problemAt(one, described)));
    const { path } = one.file;
    const unagreed = unagreedToUse({ path, origin: one.origin }, checked.config, { env, usual });
    if (unagreed.length > 0) told.push(untrusted(path, unagreed));
    else {
      configs.push(checked);
      usual = defaultsWith(usual, checked);
    }
  }
  if (problems.length > 0) throw problemsError('config_invalid', problems);
  return compose(configs, [...told, ...configs.flatMap(obsoleteNotices)]);
}

function untrusted(path: string, runs: readonly string[]): string {
  const [first = '', ...more] = runs;
  const others = more.length > 0 ? ` (and ${more.length} more of the kind)` : '';
  return `${path} is passed over: it would ${first}${others}. Look at it; to use it as it is now: orssh config trust ${path}`;
}
