import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { FileStat } from '../remote/index.js';

/** What a host that is this machine says of a path. */
export async function localStat(path: string, directory: string): Promise<FileStat> {
  const resolved = await resolvedPath(path);
  const found = await stat(resolved).catch(() => undefined);
  const inside = resolved === directory || resolved.startsWith(`${directory}/`);
  const type = found?.isDirectory() ? 'directory' : found?.isFile() ? 'file' : found ? 'other' : 'none';
  return {
    ...{ path, resolved, type, inside, approved: false, etag: '' },
    ...{ size: found?.size ?? 0, modified: found?.mtimeMs ?? 0, mode: found?.mode ?? 0 },
  };
}

async function resolvedPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path === '/' ? path : join(await resolvedPath(dirname(path)), basename(path));
  }
}
