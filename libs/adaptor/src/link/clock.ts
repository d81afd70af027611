/** Time in milliseconds since 1970, and timers by it. */
export interface Clock {
  now: () => number;
  /** The returned function takes it back. */
  after: (ms: number, act: () => void) => () => void;
}

/** Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
