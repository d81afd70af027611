import { LeaseError } from './errors.js';
import type { StubLease } from './lease-server.js';

/** What a stub grants (milliseconds). By a term beyond them it would be renewed without a pause: no timer takes it. */
const shortestMs = 5000;
const longestMs = 600_000;

/** The lease that a stub answers with, if it can be the one of this id; else rejects it with `refused`. */
export function checkedLease(lease: StubLease, { id, host }: { id: string; host: string }): StubLease {
  const { ttlMs } = lease;
  if (lease.id === id && ttlMs >= shortestMs && ttlMs <= longestMs) return lease;
  const what =
    lease.id === id ? `for ${ttlMs} ms, which no stub grants` : 'that is another than was asked for';
  throw new LeaseError({
    code: 'refused',
    host,
    message: `The stub on ${host} answered with a lease ${what}.`,
    remedy: `Start a fresh one: \`orssh stop ${host}\`, and try again.`,
  });
}
