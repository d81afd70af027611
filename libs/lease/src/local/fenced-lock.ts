import { randomBytes } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import lockfile from 'proper-lockfile';

/** The least that proper-lockfile allows. Breaking a lock too early costs its holder another try, nothing else. */
const staleMs = 2000;
/** A lock from the future is from before the clock was set back. */
const skewMs = 10_000;

/** A lock on a file that can be replaced only while the lock is still this holder's. */
export interface FencedLock {
  /** Replaces the file. False when the lock was broken since it was taken: then nothing was replaced. */
  replace(text: string): boolean;
  release(): void;
}

/**
 * Locks `file` with proper-lockfile, at once or not at all: undefined when it is locked, or was just being freed. The lock is a
 * directory that comes into being with a token of this holder in it; breaking the lock takes the token away. What replaces the
 * file is the token itself, renamed: a holder that was stopped for long finds it gone, and cannot undo what others did meanwhile.
 */
export function tryLock(file: string): FencedLock | undefined {
  const lock = `${file}.lock`;
  const name = randomBytes(8).toString('hex');
  let unlock: () => void;
  try {
    unlock = lockfile.lockSync(file, {
      realpath: false,
      stale: staleMs,
      fs: lockFs(lock, name),
      // Nobody waits between taking the lock and releasing it; `replace` finds out.
      onCompromised: () => undefined,
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOCKED' || code === 'ENOTEMPTY' || code === 'ENOENT') return undefined;
    throw error;
  }
  return {
    replace: (text) => replaceBy(join(lock, name), file, text),
    release: () => {
      try {
        unlock();
      } catch {
        // It was broken: the lock is another's.
      }
    },
  };
}

function replaceBy(token: string, file: string, text: string): boolean {
  try {
    // Never created here: in the directory of another holder's lock it has no business.
    const descriptor = openSync(token, 'r+');
    try {
      ftruncateSync(descriptor);
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
    renameSync(token, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** What proper-lockfile calls of `fs`. */
function lockFs(lock: string, name: string) {
  const prepared = `${lock}-${name}`;
  return {
    mkdirSync() {
      mkdirSync(prepared, { mode: 0o700 });
      try {
        writeFileSync(join(prepared, name), '', { mode: 0o600 });
        // Replaces an empty directory: a lock whose token was renamed already.
        renameSync(prepared, lock);
      } catch (error) {
        rmSync(prepared, { recursive: true, force: true });
        if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
        throw Object.assign(new Error('locked', { cause: error }), { code: 'EEXIST' });
      }
    },
    /** Frees this holder's lock, or one that is stale; the fresh one of somebody else stays. */
    rmdirSync() {
      rmSync(join(lock, name), { force: true });
      try {
        rmdirSync(lock);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
        if (Date.now() - ageStat(lock).mtime.getTime() <= staleMs) return;
        renameSync(lock, prepared);
        rmSync(prepared, { recursive: true, force: true });
      }
    },
    statSync: () => ageStat(lock),
    utimesSync,
  };
}

function ageStat(lock: string): { mtime: Date } {
  const { mtime } = statSync(lock);
  return { mtime: mtime.getTime() > Date.now() + skewMs ? new Date(0) : mtime };
}
