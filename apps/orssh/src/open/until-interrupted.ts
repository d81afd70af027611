import type { Cli } from '../cli.js';
import { signalExitCode } from '../exit-code.js';

/** Resolves with the exit code when a signal comes, which is how this is meant to end; `lastEffort` is for a second one. */
export function untilInterrupted(
  { interrupts }: Pick<Cli, 'interrupts'>,
  lastEffort: () => Promise<void>,
): Promise<number> {
  return new Promise((resolve) => {
    // A process that only waits would end; the gateway's sockets may all be idle.
    const awake = setInterval(() => undefined, 60_000);
    interrupts.ownedBy({
      forward(signal) {
        clearInterval(awake);
        resolve(signalExitCode(signal));
      },
      giveUp: lastEffort,
    });
  });
}
