/** Resolves when `done` is true; rejects when that takes more than ten seconds. */
export async function poll(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await done()); tries++) {
    if (tries > 1000) throw new Error(`it did not become true: ${done.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
