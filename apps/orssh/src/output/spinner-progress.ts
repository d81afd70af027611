import type { Spinner } from 'yocto-spinner';

import type { Progress } from './progress.js';
import type { Output } from './streams.js';

/** What is done within this time needs no spinner: no flicker, and its module is not even loaded. */
const patienceMs = 150;

/** A spinner with the current step, on a terminal; gone when it ends. */
export class SpinnerProgress implements Progress {
  readonly #output: Output;
  #text = '';
  #spinner: Spinner | undefined;
  #timer: NodeJS.Timeout | undefined;
  #state: 'idle' | 'running' | 'paused' | 'ended' = 'idle';

  constructor(output: Output) {
    this.#output = output;
  }

  step(text: string): void {
    if (this.#state === 'ended') return;
    this.#text = text;
    // Setting it draws, which would be in the way of a prompt.
    if (this.#spinner && this.#state === 'running') this.#spinner.text = text;
    if (this.#state === 'idle') {
      this.#state = 'running';
      this.#timer = setTimeout(() => void this.#show(), patienceMs).unref();
    }
  }

  note(text: string): void {
    this.pause();
    this.#output.write(`${text}\n`);
    this.resume();
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#state = 'paused';
    this.#spinner?.stop();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'running';
    this.#spinner?.start(this.#text);
  }

  end(): void {
    this.#state = 'ended';
    clearTimeout(this.#timer);
    this.#spinner?.stop();
  }

  async #show(): Promise<void> {
    const { default: yoctoSpinner } = await import('yocto-spinner');
    if (this.#state === 'ended') return;
    // Without handleSignals the library would end the process by itself; only main does that.
    this.#spinner = yoctoSpinner({ text: this.#text, stream: this.#output, handleSignals: false });
    if (this.#state === 'running') this.#spinner.start(this.#text);
  }
}
