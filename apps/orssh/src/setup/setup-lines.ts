import type { OpenHostEvent } from '@orssh/adaptor';

import { describeStep } from '../host/describe-step.js';
import type { Progress } from '../output/progress.js';
import type { SetupDisplay } from './setup-display.js';
import type { SetupState } from './setup-line.js';

/** Where there is no terminal: `web1: looking at the host`, a line for each step. */
export class SetupLines implements SetupDisplay {
  readonly #last: string[] = [];

  constructor(
    private readonly names: readonly string[],
    private readonly progress: Progress,
  ) {}

  event(index: number, event: OpenHostEvent): void {
    const text = describeStep(event, false);
    if (text !== undefined) this.#line(index, text);
  }

  set(index: number, state: SetupState): void {
    if (state.kind !== 'waiting') this.#line(index, state.text);
  }

  #line(index: number, text: string): void {
    if (this.#last[index] === text) return;
    this.#last[index] = text;
    this.progress.step(`${this.names[index] ?? ''}: ${text}`);
  }

  step(): void {
    // Steps are of hosts.
  }

  note(text: string): void {
    this.progress.note(text);
  }

  pause(): void {
    // A line once written is in nobody's way.
  }

  resume(): void {
    // See pause.
  }

  end(): void {
    this.progress.end();
  }
}
