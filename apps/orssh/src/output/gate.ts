import { type Output, writable } from './streams.js';

/** One stream that many hosts write to: all of them wait while its reader is slow, with one listener on it. */
export class Gate {
  readonly #output: Output;
  #draining: Promise<void> | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Resolves when the stream takes more. */
  async write(data: string | Uint8Array): Promise<void> {
    if (this.#output.write(data)) return;
    this.#draining ??= writable(this.#output).then(() => {
      this.#draining = undefined;
    });
    await this.#draining;
  }
}
