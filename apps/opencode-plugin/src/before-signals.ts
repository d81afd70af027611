const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * `opencode serve` leaves these signals to the system, which ends it at once: `act` comes before, and is bounded in time by itself.
 * A second signal ends it without waiting. OpenCode's interface disposes of its plugins in its place.
 */
export function beforeSignals(act: () => Promise<void>): void {
  for (const signal of signals) {
    const onSignal = (): void => {
      process.off(signal, onSignal);
      void act().finally(() => {
        // Whoever else listens decides.
        if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      });
    };
    process.on(signal, onSignal);
  }
}
