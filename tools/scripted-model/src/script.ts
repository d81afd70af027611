import type { Asked } from './asked.js';
import type { Steps, Turn } from './turn.js';

/** Which conversations a script is for; both have to match where both are there. */
export interface Match {
  system?: RegExp;
  /** The first message of the user; a subagent's is its task. */
  first?: RegExp;
}

/** The turns of a conversation that are still to come. */
export class Script {
  readonly #turns: Turn[] = [];

  constructor(private readonly match: Match = {}) {}

  /** Says these next, one an answer. */
  script(...turns: Turn[]): void {
    this.#turns.push(...turns);
  }

  /** How many turns nobody asked for yet. */
  get left(): number {
    return this.#turns.length;
  }

  fits({ system, first }: Asked): boolean {
    return (this.match.system?.test(system) ?? true) && (this.match.first?.test(first) ?? true);
  }

  async next(asked: Asked): Promise<Steps | undefined> {
    const turn = this.#turns.shift();
    return typeof turn === 'function' ? turn(asked) : turn;
  }
}
