import type { RemoteCommand } from '@orssh/adaptor';

import { CliError } from '../cli-error.js';
import { exitCode, signalExitCode } from '../exit-code.js';
import type { InterruptOwner } from '../interrupts.js';

/** The commands that run on several hosts, as one thing that signals go to. */
export class RunningCommands implements InterruptOwner {
  readonly #commands = new Set<Promise<RemoteCommand>>();
  readonly #beginning = new AbortController();
  #exitCode: number | undefined;

  /** Aborted when no command is to be started any more: hosts that are on their way to one turn back. */
  get beginning(): AbortSignal {
    return this.#beginning.signal;
  }

  /** Of the signal that ended it all. */
  get interrupted(): number | undefined {
    return this.#exitCode;
  }

  /** Counts the command in until the returned function is called. */
  add(starting: Promise<RemoteCommand>): () => void {
    this.#commands.add(starting);
    return () => {
      this.#commands.delete(starting);
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
    return this.kill('SIGKILL');
  }

  async kill(signal: string): Promise<void> {
    const kill = async (starting: Promise<RemoteCommand>) => (await starting).kill(signal);
    await Promise.allSettled([...this.#commands].map(kill));
  }
}
