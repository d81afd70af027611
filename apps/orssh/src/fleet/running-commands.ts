import { CliError } from '../cli-error.js';
import type { StartingCommand } from '../exec/start-command.js';
import { exitCode, signalExitCode } from '../exit-code.js';
import type { InterruptOwner } from '../interrupts.js';

/** The commands that run on several hosts, as one thing that signals go to. */
export class RunningCommands implements InterruptOwner {
  readonly #commands = new Set<StartingCommand>();
  readonly #beginning = new AbortController();
  #exitCode: number | undefined;
  #lastEffort: Promise<void> | undefined;

  /** Aborted when no command is to be started any more: hosts that are on their way to one turn back. */
  get beginning(): AbortSignal {
    return this.#beginning.signal;
  }

  /** Of the signal that ended it all. */
  get interrupted(): number | undefined {
    return this.#exitCode;
  }

  /** Present once it has given up: until it resolves, the connections are needed for a last signal. */
  get lastEffort(): Promise<void> | undefined {
    return this.#lastEffort;
  }

  /** Counts the command in until the returned function is called. */
  add(command: StartingCommand): () => void {
    this.#commands.add(command);
    return () => {
      this.#commands.delete(command);
    };
  }

  /** No command is started any more; those that run go on. */
  startNoMore(): void {
    this.#beginning.abort(
      new CliError({ code: 'interrupted', message: 'not started', exitCode: exitCode.failed }),
    );
  }

  forward(signal: string): void {
    this.#exitCode ??= signalExitCode(signal);
    this.startNoMore();
    void this.kill(signal);
  }

  giveUp(): Promise<void> {
    this.startNoMore();
    this.#lastEffort = this.#each((command) => {
      const killed = command.kill('SIGKILL');
      // What they still print would keep the signals of all waiting.
      command.detach();
      return killed;
    });
    return this.#lastEffort;
  }

  kill(signal: string): Promise<void> {
    return this.#each((command) => command.kill(signal));
  }

  async #each(act: (command: StartingCommand) => Promise<void>): Promise<void> {
    await Promise.allSettled([...this.#commands].map(act));
  }
}
