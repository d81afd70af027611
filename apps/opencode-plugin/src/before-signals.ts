import { constants } from 'node:os';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * `opencode serve` leaves these signals to the system, which ends it at once: `act` comes before, and is bounded in time by itself.
 * OpenCode's interface, where they do not come here, disposes of its plugins in their place.
 */
export function beforeSignals(act: () => Promise<void>): void {
  for (const signal of signals) {
    process.once(signal, () => {
      void act().finally(() => {
        // A library of OpenCode's listens as well, and ends the process where it is the only one that does.
        if (process.listenerCount(signal) > 0) process.kill(process.pid, signal);
        // In Bun 1.3.14 a signal has no effect once somebody has listened to it.
        else process.exit(128 + constants.signals[signal]);
      });
    });
  }
}
