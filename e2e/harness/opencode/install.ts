import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { arch } from 'node:process';
import { join } from 'node:path';

import { cacheFolder } from '../images/cache.js';
import { must } from '../run.js';

/** The version that the tests run against. */
export const opencodeVersion = '1.18.33';

/** Where the binary of a version is, or will be. */
export function opencodePath(version: string): string {
  return join(cacheFolder(), `opencode-${version}-${arch}`);
}

/**
 * Path of the real program, got from npm (which checks its integrity) when it is not in the cache. Two runs at once
 * are safe. Rejects with the reason where it cannot be had or does not run.
 */
export async function installOpencode(version: string, say: (line: string) => void): Promise<string> {
  const path = opencodePath(version);
  if (existsSync(path)) return path;
  await mkdir(cacheFolder(), { recursive: true });
  const building = await mkdtemp(join(cacheFolder(), '.building-opencode-'));
  try {
    say(`getting OpenCode ${version} …`);
    const name = `opencode-linux-${arch}`;
    const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    // A cache of its own: npm would keep 60 MB of every version.
    const folders = ['--prefix', building, '--cache', join(building, 'cache')];
    await must('npm', ['install', ...flags, ...folders, `${name}@${version}`], { timeoutMs: 300_000 });
    const binary = join(building, 'node_modules', name, 'bin', 'opencode');
    await must(binary, ['--version'], { env: { PATH: process.env['PATH'], HOME: building } });
    await rename(binary, path);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return path;
}
