import { renameSync } from 'node:fs';

import { LeaseError } from '../errors.js';
import { type FencedLock, tryLock } from './fenced-lock.js';
import { formatLeaseFile, type LeaseFile, leaseFilePath, readLeaseFile } from './lease-file.js';
import { makeDirectory } from './machine-directory.js';

const waitMs = 15_000;

export interface FilePlace {
  directory: string;
  /** The key of the host. */
  host: string;
  /** Told of a file that was damaged and where it was put. */
  onDamaged: (message: string) => void;
}

/** What becomes of a file: its new content (undefined: it stays), and what the caller wants to know. */
export interface Change<T> {
  file?: LeaseFile;
  result: T;
}

/** Changes the file of a host under its lock. `change` may be called again, with what others have made of the file meanwhile. */
export async function changeFile<T>(place: FilePlace, change: (file: LeaseFile) => Change<T>): Promise<T> {
  const deadline = performance.now() + waitMs;
  const path = leaseFilePath(place.directory, place.host);
  try {
    makeDirectory(place.directory);
  } catch (cause) {
    throw unusable(place.host, path, cause);
  }
  do {
    const done = changeFileNow(place, change);
    if (done) return done.result;
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 25));
  } while (performance.now() < deadline);
  throw new LeaseError({
    code: 'busy',
    host: place.host,
    message: `Other processes kept the leases of ${place.host} on this machine locked for ${waitMs / 1000} s.`,
    remedy: `Try again; where nothing else runs, remove ${path}.lock.`,
  });
}

/** {@link changeFile} without waiting: undefined when another process has the lock. */
export function changeFileNow<T>(
  place: FilePlace,
  change: (file: LeaseFile) => Change<T>,
): { result: T } | undefined {
  const path = leaseFilePath(place.directory, place.host);
  try {
    const lock = tryLock(path);
    if (!lock) return undefined;
    try {
      return changeLocked(place, path, { lock, change });
    } finally {
      lock.release();
    }
  } catch (cause) {
    throw unusable(place.host, path, cause);
  }
}

function changeLocked<T>(
  place: FilePlace,
  path: string,
  { lock, change }: { lock: FencedLock; change: (file: LeaseFile) => Change<T> },
): { result: T } | undefined {
  const found = readLeaseFile(path);
  if (found === 'damaged') setAside(place, path);
  const file = found === 'damaged' ? undefined : found;
  const { file: changed, result } = change(file ?? { v: 1, host: place.host, leases: [], orphans: [] });
  if (changed && !lock.replace(formatLeaseFile(changed))) return undefined;
  return { result };
}

function setAside(place: FilePlace, path: string): void {
  const aside = `${path}.damaged-${Date.now()}`;
  renameSync(path, aside);
  place.onDamaged(
    `The leases of ${place.host} on this machine could not be read and are taken as none; the file is now ${aside}.`,
  );
}

/** An error of a system call, in words for people; others pass. */
function unusable(host: string, path: string, cause: unknown): unknown {
  if (typeof cause !== 'object' || cause === null || !('syscall' in cause)) return cause;
  return new LeaseError({
    code: 'unusable',
    host,
    message: `The leases of ${host} cannot be kept in ${path}: ${(cause as NodeJS.ErrnoException).message}.`,
    remedy: 'See to it that the folder can be written to, or set XDG_STATE_HOME to one that can.',
    cause,
  });
}
