import type { AnyAuthMethod } from 'ssh2';

import { loginFailed } from './auth-errors.js';
import type { Destination } from './destination.js';
import type { SkipReason } from './identity.js';
import type { Attempt } from './login-attempts.js';

/** What has been tried, in words: `publickey ~/.ssh/id_ed25519 refused`. */
export interface Tried {
  what: string;
  outcome: string;
  /** Absent where the server itself refused. */
  skipped?: SkipReason['code'];
}

/** Says what to send next during a login: each attempt once, in order, if the server still takes its method. */
export class Authenticator {
  readonly #destination: Destination;
  readonly #waiting: Attempt[];
  readonly #tried: Tried[] = [];
  #current: Attempt | undefined;
  #asked = false;
  #methodsLeft: string[] = [];

  constructor(destination: Destination, attempts: Attempt[]) {
    this.#destination = destination;
    this.#waiting = [...attempts];
  }

  /**
   * `methodsLeft` null: the server has not been asked yet. `partial`: it took the last attempt and wants more.
   * Rejects with a TunnelError when nothing is left, or when a question was not answered.
   */
  async next(methodsLeft: string[] | null, partial: boolean): Promise<AnyAuthMethod> {
    this.#methodsLeft = methodsLeft ?? [];
    this.#record(partial ? 'accepted, but not enough' : 'refused');
    for (let attempt = this.#take(methodsLeft); attempt; attempt = this.#take(methodsLeft)) {
      const prepared = await attempt.prepare();
      if (!('type' in prepared)) {
        this.#tried.push({ what: attempt.label, outcome: prepared.text, skipped: prepared.code });
        continue;
      }
      this.#asked = true;
      this.#current = attempt;
      return prepared;
    }
    if (this.#asked) throw this.failure();
    // Some servers let anyone in; all others answer with what they would take.
    this.#asked = true;
    return { type: 'none', username: this.#destination.user };
  }

  /** The attempt under way came to nothing on this side: the key could not sign. */
  giveUpCurrent(outcome: string): void {
    this.#record(outcome, 'key_passphrase');
  }

  /** The error of a login that ended, for want of ways or by the server. */
  failure(cause?: unknown): Error {
    this.#record('not answered');
    return loginFailed(this.#destination, this.#tried, this.#methodsLeft, cause);
  }

  #take(methodsLeft: string[] | null): Attempt | undefined {
    const at = this.#waiting.findIndex(({ method }) => !methodsLeft || methodsLeft.includes(method));
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0];
  }

  #record(outcome: string, skipped?: SkipReason['code']): void {
    if (this.#current) this.#tried.push({ what: this.#current.label, outcome, skipped });
    this.#current = undefined;
  }
}
