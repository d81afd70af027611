/** Resolves when `condition` does with true; rejects after 25 s. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 25_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It did not come true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
