import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';

import { cosmiconfig, type Loader } from 'cosmiconfig';

import type { ReadConfig } from '../config/checked-config.js';
import { problemsError } from '../config/checked-config.js';
import { RegistryError } from '../errors.js';
import { type FoundFile, largestFile } from '../find/found-file.js';
import { searchPlaces } from '../find/places.js';
import { showPath } from '../parse/config-path.js';
import { type Parsed, SyntaxProblems, tooDeep } from '../parse/parsed.js';

/** Reads one file by its format. Rejects with `config_unreadable`, or with everything that is wrong in its syntax. */
export async function readFile(found: FoundFile): Promise<ReadConfig> {
  const { path, role, origin } = found;
  checkSize(path);
  const explorer = cosmiconfig('orssh', { searchPlaces, loaders, cache: false, searchStrategy: 'none' });
  const result = await explorer.load(path).catch((error: unknown) => {
    throw readError(path, error);
  });
  const parsed = (result?.config as Parsed | undefined) ?? nothing;
  return { file: { path, role }, origin, at: isManifest(path) ? ['orssh'] : [], parsed };
}

const nothing: Parsed = { value: {}, lineOf: () => undefined };

const asData =
  (load: () => Promise<(text: string) => Parsed>): Loader =>
  async (path: string, text: string) => {
    if (text.includes('\0')) throw notText();
    const parse = await load();
    return inPackage(path, parse(text.replace(/^\ufeff/, '')));
  };

const json = asData(async () => (await import('../parse/parse-json.js')).parseJson);
const yaml = asData(async () => (await import('../parse/parse-yaml.js')).parseYaml);
const code: Loader = async (path: string) => {
  const { loadCode } = await import('./load-code.js');
  return { value: await loadCode(path), lineOf: () => undefined } satisfies Parsed;
};

const loaders = {
  '.json': json,
  '.jsonc': json,
  '.yaml': yaml,
  '.yml': yaml,
  noExt: yaml,
  '.js': code,
  '.mjs': code,
  '.cjs': code,
  '.ts': code,
  '.mts': code,
  '.cts': code,
  default: yaml,
};

/** cosmiconfig takes the property `orssh` of what it gets for a package.json; positions are of the whole file. */
function inPackage(path: string, parsed: Parsed): unknown {
  if (!isManifest(path)) return parsed;
  const value = (parsed.value as { orssh?: unknown } | null)?.orssh;
  return { orssh: { ...parsed, value: value ?? {} } };
}

function isManifest(path: string): boolean {
  return basename(path, extname(path)) === 'package';
}

function checkSize(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.size <= largestFile) return;
  throw unreadable(
    path,
    `it is larger than ${largestFile / 1024 / 1024} MiB`,
    'Name the configuration file, not another one.',
  );
}

function notText(): SyntaxProblems {
  return new SyntaxProblems([
    { message: 'it is not a text file', remedy: 'Name the configuration file, not another one.' },
  ]);
}

/** What reading or running the file threw, as an error that names the file. */
export function readError(file: string, error: unknown): RegistryError {
  if (error instanceof RangeError) return readError(file, tooDeep());
  if (error instanceof SyntaxProblems) {
    const problems = error.problems.map(({ path = [], ...problem }) => ({
      ...problem,
      file,
      path: showPath(path),
    }));
    return problemsError('config_unreadable', problems, error);
  }
  const why = error instanceof Error ? error.message : String(error);
  return unreadable(file, why, 'Correct the file, or give yourself the right to read it.', error);
}

function unreadable(file: string, why: string, remedy: string, cause?: unknown): RegistryError {
  const problems = [{ file, path: '', message: why, remedy }];
  return problemsError('config_unreadable', problems, cause);
}
