const releases = new Set<() => void>();
let listening = false;

/** Calls `release` when the process ends by itself or by `process.exit()`. The returned function takes that back. */
export function releaseAtExit(release: () => void): () => void {
  if (!listening) {
    listening = true;
    process.on('exit', () => {
      for (const each of releases) each();
    });
  }
  releases.add(release);
  return () => releases.delete(release);
}
