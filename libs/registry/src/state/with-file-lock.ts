import lockfile from 'proper-lockfile';

/** A holder that has died is known by its lock file not being touched for this long. */
const staleMs = 5_000;

/** Runs `work` while no other process does so for the same file. `file` need not be there; its folder has to. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const release = await lockfile.lock(file, {
    realpath: false,
    stale: staleMs,
    // About twenty seconds at most: longer than a dead holder's lock lasts.
    retries: { retries: 250, factor: 1.2, minTimeout: 5, maxTimeout: 80, randomize: true },
    // Files are replaced as a whole: at worst the change of one of two is lost.
    onCompromised: () => undefined,
  });
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}
