import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { homeFolder, stateFolder } from '../find/folders.js';
import type { FoundFile } from '../find/found-file.js';
import { isCode } from '../find/places.js';
import type { Registry } from '../registry.js';
import { replaceFile } from '../state/replace-file.js';

/** A file changed again within the grain of its file system's clock would look the same. */
const settledMs = 2_000;
const mostKept = 16;

/**
 * Where what these files come to is kept, named by everything that it depends on; undefined for what has to be read each time:
 * programs, and a project's files, which need trust. The bundle's name of this module stands for the version of the reader.
 */
export function recallFile(files: readonly FoundFile[], env: NodeJS.ProcessEnv): string | undefined {
  if (files.some(({ path, origin }) => origin !== 'user' || isCode(path))) return undefined;
  const marks = files.map((file) => mark(file));
  if (marks.includes(undefined)) return undefined;
  const key = createHash('sha256').update(JSON.stringify([import.meta.url, homeFolder(env), marks]));
  return join(stateFolder(env), 'registry', `${key.digest('hex').slice(0, 32)}.json`);
}

export function recallRegistry(file: string): Registry | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Registry;
  } catch {
    return undefined;
  }
}

/** Keeps it as a 0600 file, and few of them. That it could not be kept costs the next reader its short cut. */
export async function keepRegistry(file: string, registry: Registry): Promise<void> {
  try {
    const folder = dirname(file);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const kept = readdirSync(folder).map((name) => join(folder, name));
    const byAge = kept.map((path) => ({ path, at: statSync(path).mtimeMs })).sort((a, b) => b.at - a.at);
    for (const { path } of byAge.slice(mostKept - 1)) rmSync(path, { force: true });
    await replaceFile(file, JSON.stringify(registry));
  } catch {
    // As above.
  }
}

function mark({ path, role }: FoundFile): string[] | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = statSync(path, { bigint: true });
    if (Date.now() - Number(ctimeMs) < settledMs) return undefined;
    return [path, role, ...[dev, ino, size, mtimeNs, ctimeNs].map(String)];
  } catch {
    return undefined;
  }
}
