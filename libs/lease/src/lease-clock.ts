import { readFileSync } from 'node:fs';

/** Time that never goes back, in milliseconds, and timers by it. */
export interface LeaseClock {
  now: () => number;
  /** The returned function takes it back. */
  after: (ms: number, act: () => void) => () => void;
}

/** Goes on while the machine sleeps: on Linux `performance.now()` does not, and would have a lease outlive its time. */
export const systemClock: LeaseClock = {
  now() {
    const monotonic = performance.now();
    ahead = Math.max(ahead, (uptimeMs() ?? monotonic) - monotonic);
    return monotonic + ahead;
  },
  after(ms, act) {
    const timer = setTimeout(act, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Of the time since boot; it grows with every sleep. */
let ahead = 0;

/** CLOCK_BOOTTIME, which /proc/uptime is (proc_uptime(5)); Node has no other way to it. */
function uptimeMs(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const seconds = Number.parseFloat(readFileSync('/proc/uptime', 'latin1'));
    return Number.isFinite(seconds) ? seconds * 1000 : undefined;
  } catch {
    return undefined;
  }
}
