import { statSync } from 'node:fs';

import type { Loader } from 'cosmiconfig';

import { problemsError, type ReadConfig } from '../config/checked-config.js';
import type { RegistryError } from '../errors.js';
import { type FoundFile, largestFile } from '../find/found-file.js';
import { searchPlaces } from '../find/places.js';
import { showPath } from '../parse/config-path.js';
import { type Parsed, SyntaxProblems, tooDeep } from '../parse/parsed.js';
import { explorer } from './explorer.js';
import { loadCode } from './load-code.js';
import { parseText, placeIn } from './parse-text.js';

/** Reads one file by its format. Rejects with `config_unreadable`, or with everything that is wrong in its syntax. */
export async function readFile({ path, role, origin }: FoundFile): Promise<ReadConfig> {
  try {
    checkSize(path);
    const result = await explorer({ moduleName: 'orssh', searchPlaces, loaders }).load(path);
    const parsed = (result?.config as Parsed | undefined) ?? nothing;
    return { file: { path, role }, origin, at: placeIn(path), parsed };
  } catch (error) {
    throw readError(path, error);
  }
}

const noLines = () => undefined;
const nothing: Parsed = { value: {}, lineOf: noLines };

/** cosmiconfig takes the property `orssh` of what it gets for a package.json; positions are of the whole file. */
const data: Loader = async (path: string, text: string) => {
  const parsed = await parseText(path, text);
  const [property] = placeIn(path);
  if (property === undefined) return parsed;
  const value = (parsed.value as Record<string, unknown> | null)?.[property] ?? {};
  return { [property]: { ...parsed, value } };
};

const code: Loader = async (path: string) => {
  return { value: await loadCode(path), lineOf: noLines } satisfies Parsed;
};

const loaders = {
  ...Object.fromEntries(['.json', '.jsonc', '.yaml', '.yml', 'noExt', 'default'].map((end) => [end, data])),
  ...Object.fromEntries(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map((end) => [end, code])),
};

function checkSize(path: string): void {
  if (statSync(path).size <= largestFile) return;
  throw new SyntaxProblems([
    {
      message: `it is larger than ${largestFile / 1024 / 1024} MiB`,
      remedy: 'Name the configuration file, not another one.',
    },
  ]);
}

/** What reading or running the file threw, as an error that names the file. */
export function readError(file: string, error: unknown): RegistryError {
  const why = error instanceof RangeError ? tooDeep() : error;
  if (why instanceof SyntaxProblems) {
    const problems = why.problems.map(({ path = [], ...problem }) => ({
      ...problem,
      file,
      path: showPath(path),
    }));
    return problemsError('config_unreadable', problems, error);
  }
  const message = why instanceof Error ? why.message : String(why);
  const remedy = 'Correct the file, or give yourself the right to read it.';
  return problemsError('config_unreadable', [{ file, path: '', message, remedy }], error);
}
