/** Of what concerns one workspace one thing is done at a time; who asks for what is being done shares it. */
export class Turns {
  private readonly latest = new Map<string, { what: string; done: Promise<unknown> }>();

  /** Of all that is being done, whatever comes of it. */
  async finished(): Promise<void> {
    await Promise.allSettled([...this.latest.values()].map(({ done }) => done));
  }

  take<T>(id: string, what: string, act: () => Promise<T>): Promise<T> {
    const before = this.latest.get(id);
    if (before?.what === what && what !== 'create') return before.done as Promise<T>;
    const done = (before?.done ?? Promise.resolve()).then(act, act);
    const turn = { what, done };
    this.latest.set(id, turn);
    const end = (): void => {
      if (this.latest.get(id) === turn) this.latest.delete(id);
    };
    done.then(end, end);
    return done;
  }
}
