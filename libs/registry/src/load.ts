import { type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';

import { noSettings } from './config/settings.js';
import { RegistryError } from './errors.js';
import { findFiles, type FindOptions } from './find/find-files.js';
import type { FoundFile } from './find/found-file.js';
import { keepRegistry, recallFile, recallRegistry } from './read/recall-registry.js';
import type { Registry } from './registry.js';

export interface LoadOptions {
  /** Where the search for a project's file begins; default: the current folder. */
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** `--config FILE`: read in place of everything that would be found. Relative to `cwd`. */
  configFile?: string;
  /** Options that the plugin was given, and where they are from; OpenCode's files are then not looked at. */
  options?: GivenOptions;
}

export interface GivenOptions {
  path: string;
  value: unknown;
  /** A project's that would run something need trust, as its files do. Default: the person's own. */
  origin?: 'user' | 'project';
}

/**
 * Finds, reads and checks the configuration. Rejects with a `RegistryError` that names file, path, value and remedy. Where there
 * is no file at all, nothing is loaded for it.
 */
export async function loadRegistry({
  cwd = process.cwd(),
  env = process.env,
  configFile,
  options,
}: LoadOptions = {}): Promise<Registry> {
  const { files, notices } = filesOf({ cwd, env, configFile, pluginOptions: options === undefined });
  if (files.length === 0 && options === undefined) {
    return { files: [], notices, providers: [], hosts: [], defaults: noSettings };
  }
  const kept = options ? undefined : recallFile(files, env);
  const recalled = kept === undefined ? undefined : recallRegistry(kept);
  if (recalled) return { ...recalled, notices: [...notices, ...recalled.notices] };
  const { readRegistry } = await import('./read/read-registry.js');
  const registry = await readRegistry({ files, notices: [], env, given: options ? [asGiven(options)] : [] });
  if (kept !== undefined) await keepRegistry(kept, registry);
  return { ...registry, notices: [...notices, ...registry.notices] };
}

export interface FilesOptions extends FindOptions {
  configFile?: string;
}

/** The files that are to be read. Rejects with `config_not_found` where the one that is named is not there. */
export function filesOf({ configFile, ...find }: FilesOptions): { files: FoundFile[]; notices: string[] } {
  if (configFile === undefined) return findFiles(find);
  return { files: [givenFile(resolve(find.cwd, configFile))], notices: [] };
}

function asGiven({ path, value, origin = 'user' }: GivenOptions) {
  return {
    file: { path, role: 'options' },
    origin,
    at: [],
    parsed: { value, lineOf: () => undefined },
  } as const;
}

/** A file that a person names is theirs to vouch for. */
function givenFile(path: string): FoundFile {
  const stats = statOf(path);
  if (stats?.isFile()) return { path, role: 'given', origin: 'user' };
  throw new RegistryError({
    code: 'config_not_found',
    message: stats ? `${path} is not a file.` : `There is no configuration file ${path}.`,
    remedy: 'Give --config the path of a file, or leave it out to have the files found.',
  });
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
