import type { OpenHostEvent } from '@orssh/adaptor';

import type { Colors } from '../output/colors.js';
import type { Output } from '../output/streams.js';
import type { SetupDisplay } from './setup-display.js';
import { nextState, setupLines, type SetupState } from './setup-line.js';

/** log-update's: writes a frame over the last one. */
interface FrameWriter {
  (frame: string): void;
  clear(): void;
  done(): void;
}

/** Often enough to look alive, and cheap. */
const frameMs = 80;

/** On a terminal: a line a host, redrawn in place and gone at the end. */
export class SetupScreen implements SetupDisplay {
  readonly #hosts: { name: string; state: SetupState }[];
  readonly #update: FrameWriter;
  readonly #timer: NodeJS.Timeout;
  #state: 'running' | 'paused' | 'ended' = 'running';
  #changed = true;

  constructor(
    names: readonly string[],
    private readonly output: Output & { rows?: number },
    private readonly colors: Colors,
    update: FrameWriter,
  ) {
    this.#hosts = names.map((name) => ({ name, state: { kind: 'waiting' } }));
    this.#update = update;
    this.#timer = setInterval(() => {
      this.#draw();
    }, frameMs);
    this.#draw();
  }

  event(index: number, event: OpenHostEvent): void {
    const host = this.#hosts[index];
    const next = host && nextState(host.state, event);
    if (next) this.set(index, next);
  }

  set(index: number, state: SetupState): void {
    const host = this.#hosts[index];
    if (host) host.state = state;
    this.#changed = true;
  }

  step(): void {
    // Steps are of hosts.
  }

  note(text: string): void {
    if (this.#state === 'running') this.#update.clear();
    this.output.write(`${text}\n`);
    this.#changed = true;
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#state = 'paused';
    this.#update.clear();
    // Shows the cursor again, for a person who types.
    this.#update.done();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'running';
    this.#changed = true;
  }

  end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearInterval(this.#timer);
    this.#update.clear();
    this.#update.done();
  }

  #draw(): void {
    if (this.#state !== 'running' || !this.#changed) return;
    this.#changed = false;
    const { columns = 80, rows = 24 } = this.output;
    // The last line and the last column stay free: either would make the terminal scroll.
    const size = { columns: columns - 1, most: Math.max(2, rows - 2) };
    this.#update(setupLines(this.#hosts, this.colors, size).join('\n'));
  }
}
