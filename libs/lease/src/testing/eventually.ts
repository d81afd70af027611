/** Resolves with the first value that is not undefined or false; rejects after the time. */
export async function eventually<T>(find: () => T | undefined | false, withinMs = 20_000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`It did not come true: ${find.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
