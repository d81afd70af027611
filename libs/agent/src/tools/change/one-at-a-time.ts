/** What is done with one file waits for what is done with it already. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, act: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const now = before ? before.then(act, act) : act();
    const ended = now.catch(() => undefined);
    this.last.set(key, ended);
    try {
      return await now;
    } finally {
      if (this.last.get(key) === ended) this.last.delete(key);
    }
  }

  /** Of several files: always in the same order, so that no two wait for each other. */
  runAll<T>(keys: readonly string[], act: () => Promise<T>): Promise<T> {
    const [first, ...rest] = [...new Set(keys)].sort();
    if (first === undefined) return act();
    return this.run(first, () => this.runAll(rest, act));
  }
}
