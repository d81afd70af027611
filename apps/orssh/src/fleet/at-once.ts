/** Runs `work` on each item, on at most `limit` at once, in order; resolves when all are done. `work` must not reject. */
export async function atOnce<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  // The workers share one iterator: each takes the next item that nobody has.
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
