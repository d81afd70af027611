import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { RegistryError } from '../errors.js';
import { stateFolder } from '../find/folders.js';

export interface TrustOptions {
  env?: NodeJS.ProcessEnv;
}

/** Path of a file, and the SHA-256 of what was in it when a person said that it may be used. */
export type TrustedFiles = Record<string, string>;

/**
 * Remembers that the file as it is now may be used although it can run programs; a change of it ends that. Rejects with
 * `config_not_found` where it is not there.
 */
export async function trustFile(path: string, { env = process.env }: TrustOptions = {}): Promise<void> {
  const real = realFile(path);
  const hash = hashOf(real);
  const { updateJsonFile } = await import('../state/update-json-file.js');
  await updateJsonFile(trustFileOf(env), (stored) => ({ ...readTrusted(stored), [real]: hash }));
}

/** Takes that back; false where the file was not trusted. It need not be there any more. */
export async function distrustFile(path: string, { env = process.env }: TrustOptions = {}): Promise<boolean> {
  const names = new Set([resolve(path), realOr(path)]);
  let known = false;
  const { updateJsonFile } = await import('../state/update-json-file.js');
  await updateJsonFile(trustFileOf(env), (stored) => {
    const kept = Object.entries(readTrusted(stored)).filter(([file]) => {
      if (names.has(file)) known = true;
      return !names.has(file);
    });
    return Object.fromEntries(kept);
  });
  return known;
}

/** Whether a person said that the file may be used, and it has not changed since. */
export function isTrusted(path: string, { env = process.env }: TrustOptions = {}): boolean {
  try {
    const real = realpathSync(path);
    const stored: unknown = JSON.parse(readFileSync(trustFileOf(env), 'utf8'));
    const known = readTrusted(stored);
    return Object.hasOwn(known, real) && known[real] === hashOf(real);
  } catch {
    return false;
  }
}

function trustFileOf(env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), 'trusted-files.json');
}

/** What is not in its form trusts nothing. */
function readTrusted(stored: unknown): TrustedFiles {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  const files = Object.entries(stored).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(files);
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function realFile(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw new RegistryError({
      code: 'config_not_found',
      message: `There is no file ${resolve(path)} to trust.`,
      remedy: 'Name the configuration file that the notice named.',
      cause,
    });
  }
}
