import { readdirSync, readFileSync, statSync } from 'node:fs';

import type { ConfigRole } from '../registry.js';
import { checkOwner } from './check-owner.js';

/** A file that is to be read. */
export interface FoundFile {
  path: string;
  role: ConfigRole;
  origin: 'user' | 'project';
}

/** Far more than 10,000 hosts take. */
export const largestFile = 32 * 1024 * 1024;

/** Names in a folder; none where it cannot be read. */
export function namesIn(folder: string): Set<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}

/** Undefined, with a notice, for what is no file: a folder, a pipe, a link to nothing. */
export function usableFile(path: string, notices: string[]): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) {
    checkOwner(path, stats);
    return path;
  }
  const what = stats === undefined ? 'is a link to a file that is not there' : 'is not a file';
  notices.push(`${path} ${what}; it is passed over`);
  return undefined;
}

/** Text of a file of somebody else's making (package.json, opencode.json); undefined where there is nothing to read. */
export function peek(path: string): string | undefined {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > largestFile) return undefined;
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}
