import { setMaxListeners } from 'node:events';

import { CliError } from './cli-error.js';
import { signalExitCode } from './exit-code.js';

/** Takes the signals that would otherwise cancel `orssh`, while a remote command runs. */
export interface InterruptOwner {
  /** The first signal, e.g. `SIGINT`. */
  forward(signal: string): void;
  /** Another one, or nobody reads the output any more: a last best effort before `orssh` ends. */
  giveUp(): Promise<void>;
}

const lastEffortMs = 1000;

/**
 * What a person's Ctrl-C means: the first cancels what is under way (or goes to the owner), the second gives up.
 * The caller feeds it with {@link receive} and ends the process when {@link gaveUp} resolves.
 */
export class Interrupts {
  readonly #abort = new AbortController();
  #end!: (code: number) => void;
  #owner: InterruptOwner | undefined;
  #count = 0;
  #givenUp: number | undefined;

  constructor() {
    // One listener and more for each host of a fleet: that is no leak, which Node would warn of.
    setMaxListeners(0, this.#abort.signal);
  }

  /** Resolves with the exit code when `orssh` should end without waiting any longer. */
  readonly gaveUp = new Promise<number>((resolve) => {
    this.#end = resolve;
  });

  /** Aborted by the first signal when nobody owns signals; the reason is a {@link CliError} `interrupted`. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The exit code once it has given up: it counts for more than that of a command which ended meanwhile. */
  get givenUp(): number | undefined {
    return this.#givenUp;
  }

  /** Hands later signals to `owner` until the returned function is called. */
  ownedBy(owner: InterruptOwner): () => void {
    this.#owner = owner;
    return () => {
      if (this.#owner === owner) this.#owner = undefined;
    };
  }

  receive(signal: string): void {
    this.#count += 1;
    if (this.#count > 1) this.#giveUp(signalExitCode(signal));
    else if (this.#owner) this.#owner.forward(signal);
    else this.cancel(signal);
  }

  /** Our output takes no more: nobody reads it (`| head -1`, as a program that SIGPIPE ends), or `code` says why. */
  outputBroke(code = signalExitCode('SIGPIPE')): void {
    this.#count += 1;
    this.#giveUp(code);
  }

  /** Cancels what is under way, e.g. after Ctrl-C in a prompt. */
  cancel(signal: string): void {
    this.#abort.abort(
      new CliError({ code: 'interrupted', message: 'interrupted', exitCode: signalExitCode(signal) }),
    );
  }

  #giveUp(code: number): void {
    this.#givenUp ??= code;
    const end = () => {
      this.#end(code);
      this.cancel('SIGINT');
    };
    // Cancelling first would take the connection away under the owner's last effort.
    const effort = this.#owner?.giveUp().catch(() => undefined) ?? Promise.resolve();
    setTimeout(end, lastEffortMs);
    void effort.then(end);
  }
}
