/** Resolves when `done` is true; rejects when that takes longer than a busy machine needs. */
export async function poll(done: () => boolean | Promise<boolean>): Promise<void> {
  const since = performance.now();
  while (!(await done())) {
    if (performance.now() - since > 25_000) throw new Error(`it did not become true: ${done.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
