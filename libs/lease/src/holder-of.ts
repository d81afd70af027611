import type { LeaseHolder } from './lease.js';
import type { StubLease } from './lease-server.js';

/** Who has a lease on a stub, as this side tells of holders. */
export function holderOf({ id, mode, holder, acquiredAt, expiresAt }: StubLease): LeaseHolder {
  const { workspace, user, machine, pid } = holder;
  return { lease: id, mode, workspace, pid, since: acquiredAt, user, machine, expiresAt };
}
