import { describeHolders } from './describe-holders.js';
import { LeaseError } from './errors.js';
import { holderOf } from './holder-of.js';
import type { StubLease } from './lease-server.js';

/** The error for a stub's answer that others are in the way: their leases, or commands that run without one of the caller. */
export function heldError(
  host: string,
  { leases, commands, cause }: { leases: readonly StubLease[]; commands: number; cause?: unknown },
): LeaseError {
  const holders = leases.map(holderOf);
  const running = commands === 1 ? 'a command runs' : `${commands} commands run`;
  const why =
    holders.length > 0 ? describeHolders(holders) : `${running} there without a lease of this workspace`;
  return new LeaseError({
    code: 'held',
    host,
    message: `${host} is in use: ${why}.`,
    remedy: `Wait until it is free, or take it over: \`--steal\`, or \`orssh leases steal ${host}\`.`,
    holders,
    commands,
    cause,
  });
}
