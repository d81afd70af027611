import { BootstrapError } from './errors.js';

export interface DeadlineOptions {
  host: string;
  signal?: AbortSignal;
  timeoutMs?: number;
  defaultMs: number;
}

/** Runs `work` with a signal that aborts after the time or with the caller's; what it then fails with becomes `timeout` or `cancelled`. */
export async function withDeadline<T>(
  { host, signal, timeoutMs, defaultMs }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ms = timeoutMs ?? defaultMs;
  const deadline = AbortSignal.timeout(ms);
  try {
    return await work(signal ? AbortSignal.any([signal, deadline]) : deadline);
  } catch (cause) {
    if (signal?.aborted)
      throw new BootstrapError({
        code: 'cancelled',
        host,
        message: `The work on ${host} was cancelled.`,
        remedy: 'Start it again; what was done so far does no harm.',
        cause,
      });
    if (deadline.aborted)
      throw new BootstrapError({
        code: 'timeout',
        host,
        message: `${host} did not get done within ${ms / 1000} s.`,
        remedy: 'Try again with a longer timeout, and look at the load and the network of the host.',
        cause,
      });
    throw cause;
  }
}
