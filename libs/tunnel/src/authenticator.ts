import type { AnyAuthMethod } from 'ssh2';

import { loginFailed } from './auth-errors.js';
import type { Destination } from './destination.js';
import type { SkipReason } from './identity.js';
import type { Attempt } from './login-attempts.js';
import type { LoginListener } from './login-event.js';
import { printable } from '@orssh/protocol/printable';

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
  #waiting: Attempt[];
  readonly #tried: Tried[] = [];
  #current: Attempt | undefined;
  #asked = false;
  #methodsTold = false;
  #methodsLeft: string[] = [];
  readonly #tell: LoginListener | undefined;

  /** With `tell` the server is asked first what it would take. */
  constructor(destination: Destination, attempts: Attempt[], tell?: LoginListener) {
    this.#destination = destination;
    this.#waiting = [...attempts];
    this.#tell = tell;
  }

  /**
   * `methodsLeft` null: the server has not been asked yet. `partial`: it took the last attempt and wants more.
   * Rejects with a TunnelError when nothing is left, or when a question was not answered.
   */
  async next(methodsLeft: string[] | null, partial: boolean): Promise<AnyAuthMethod> {
    if (this.#tell && !this.#asked) return this.#askMethods();
    this.#tellMethods(methodsLeft);
    this.#methodsLeft = methodsLeft ?? [];
    this.#record(partial ? 'accepted, but not enough' : 'refused');
    for (let attempt = this.#take(methodsLeft); attempt; attempt = this.#take(methodsLeft)) {
      const { method } = attempt;
      const prepared = await attempt.prepare();
      if (!prepared) {
        this.#waiting = this.#waiting.filter((one) => one.method !== method);
        continue;
      }
      if (!('type' in prepared)) {
        this.#add({ what: attempt.label, outcome: prepared.text, skipped: prepared.code });
        continue;
      }
      this.#asked = true;
      this.#current = attempt;
      return prepared;
    }
    if (this.#asked) throw this.failure();
    return this.#askMethods();
  }

  /** The server let the attempt under way in. */
  accepted(): void {
    this.#record('accepted');
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

  /** Some servers let anyone in; all others answer with what they would take. */
  #askMethods(): AnyAuthMethod {
    this.#asked = true;
    return { type: 'none', username: this.#destination.user };
  }

  #tellMethods(methodsLeft: string[] | null): void {
    if (this.#methodsTold || !methodsLeft) return;
    this.#methodsTold = true;
    const offered = methodsLeft.map((method) => printable(method));
    this.#tell?.({ destination: this.#destination, name: 'methods', offered });
  }

  #take(methodsLeft: string[] | null): Attempt | undefined {
    const at = this.#waiting.findIndex(({ method }) => !methodsLeft || methodsLeft.includes(method));
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0];
  }

  #record(outcome: string, skipped?: SkipReason['code']): void {
    if (this.#current) this.#add({ what: this.#current.label, outcome, skipped });
    this.#current = undefined;
  }

  #add(tried: Tried): void {
    this.#tried.push(tried);
    const { what, outcome } = tried;
    this.#tell?.({ destination: this.#destination, name: 'attempt', what, outcome });
  }
}
