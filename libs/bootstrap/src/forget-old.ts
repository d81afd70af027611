import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { rememberedDirectory } from './remember.js';

export interface ForgetOldOptions {
  directory?: string;
  env?: NodeJS.ProcessEnv;
  /** A stub that was remembered longer ago than this, in milliseconds, is forgotten. */
  olderThanMs: number;
  /** Only say what would be removed. */
  dryRun?: boolean;
}

export interface ForgottenStub {
  path: string;
  bytes: number;
}

/** Forgets stubs that nobody started for long, and what writes that were cut off have left. A host costs a look more then. */
export async function forgetOldStubs({
  directory,
  env = process.env,
  olderThanMs,
  dryRun,
}: ForgetOldOptions): Promise<ForgottenStub[]> {
  const folder = directory ?? rememberedDirectory(env);
  const names = await readdir(folder).catch(() => []);
  const forgotten: ForgottenStub[] = [];
  for (const name of names) {
    const path = join(folder, name);
    // Another process may have forgotten it meanwhile.
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile() || Date.now() - stats.mtimeMs <= olderThanMs) continue;
    if (dryRun !== true) await rm(path, { force: true });
    forgotten.push({ path, bytes: stats.size });
  }
  return forgotten;
}
