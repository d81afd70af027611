import type { createLogUpdate } from 'log-update';

import type { Progress } from './progress.js';
import type { Output } from './streams.js';

/**
 * Lines that change while several things are under way at once, on a terminal; what they say last stays. Elsewhere a line is written
 * when it is final.
 */
export class LiveLines implements Progress {
  readonly #output: Output;
  readonly #draw: ReturnType<typeof createLogUpdate> | undefined;
  #lines: string[] = [];
  #paused = false;

  private constructor(output: Output, draw: ReturnType<typeof createLogUpdate> | undefined) {
    this.#output = output;
    this.#draw = draw;
  }

  static async on(output: Output, live: boolean): Promise<LiveLines> {
    const draw = live ? (await import('log-update')).createLogUpdate(output) : undefined;
    return new LiveLines(output, draw);
  }

  /** Changes the line at a place; `final`: it does not change any more. */
  set(place: number, text: string, { final = false }: { final?: boolean } = {}): void {
    this.#lines[place] = text;
    if (!this.#draw && final) this.#output.write(`${text}\n`);
    this.#show();
  }

  step(): void {
    // The lines say what is under way.
  }

  note(text: string): void {
    this.#draw?.clear();
    this.#output.write(`${text}\n`);
    this.#show();
  }

  pause(): void {
    this.#paused = true;
    this.#draw?.clear();
  }

  resume(): void {
    this.#paused = false;
    this.#show();
  }

  /** The lines stay as they are, and what is written next comes below them. */
  end(): void {
    this.#show();
    this.#draw?.done();
    this.#lines = [];
  }

  #show(): void {
    if (!this.#paused && this.#lines.length > 0) this.#draw?.(this.#lines.join('\n'));
  }
}
