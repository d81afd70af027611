import { BootstrapError } from './errors.js';

/** The token of a stub that runs. It may be rotated at any time: one that is refused is read anew. */
export class StubToken {
  private reading: Promise<string | undefined> | undefined;

  /** `read` asks the host; undefined when nothing runs there. */
  constructor(
    private value: string,
    private readonly read: () => Promise<string | undefined>,
  ) {}

  get current(): string {
    return this.value;
  }

  /**
   * What to use in the place of `refused`; undefined when that is the one in force as far as the host knows. The host is asked once
   * for all who come with the same one. Rejects when it cannot be asked.
   */
  async replacing(refused: string): Promise<string | undefined> {
    if (this.value === refused) {
      this.reading ??= this.read().finally(() => {
        this.reading = undefined;
      });
      const read = await this.reading;
      if (read !== undefined && this.value === refused) this.value = read;
    }
    return this.value === refused ? undefined : this.value;
  }

  /** What `prove` resolves with; it is called again with the token in force where it was rotated since. */
  async use<T>(prove: (token: string) => Promise<T>): Promise<T> {
    const token = this.value;
    try {
      return await prove(token);
    } catch (error) {
      if (!(error instanceof BootstrapError && error.code === 'identity_mismatch')) throw error;
      // Why it cannot be read would say less than what it was wanted for.
      const other = await this.replacing(token).catch(() => undefined);
      if (other === undefined) throw error;
      return prove(other);
    }
  }
}
