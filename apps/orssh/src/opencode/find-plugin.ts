import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { pluginName } from './plugin.js';

/** What OpenCode would load for an entry. */
export type FoundPlugin =
  | { from: 'path'; path: string }
  | { from: 'npm'; version: string }
  /** It was not needed yet: OpenCode gets it from npm when it starts. */
  | { from: 'nowhere yet' }
  | { from: 'missing path'; path: string };

/** Looks where OpenCode 1.18.33 looks: paths are from the folder of the configuration, packages are in its cache. */
export async function findPlugin(
  entry: string,
  { configFile, env, home }: { configFile: string; env: NodeJS.ProcessEnv; home: string },
): Promise<FoundPlugin> {
  if (/^(?:file:\/\/|\.|\/)/.test(entry)) {
    const path = entry.startsWith('file://') ? fileURLToPath(entry) : resolve(dirname(configFile), entry);
    const stats = await stat(path).catch(() => undefined);
    const loaded = stats?.isDirectory() ? join(path, 'package.json') : path;
    const isThere = (await stat(loaded).catch(() => undefined))?.isFile() === true;
    return { from: isThere ? 'path' : 'missing path', path };
  }
  const base = env['XDG_CACHE_HOME'];
  const cache = join(base?.startsWith('/') ? base : join(home, '.cache'), 'opencode', 'packages');
  const spec = entry === pluginName ? `${entry}@latest` : entry;
  const version = await versionIn(join(cache, spec, 'node_modules', pluginName));
  return version === undefined ? { from: 'nowhere yet' } : { from: 'npm', version };
}

async function versionIn(folder: string): Promise<string | undefined> {
  try {
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version?: unknown;
    };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
