import type { LocalLease } from '@orssh/lease';
import type { Lease } from '@orssh/protocol';

/** A lease as `orssh leases` shows it. */
export interface ListedLease {
  /** `here`: this machine's own record. `host`: what the stub says. */
  where: 'here' | 'host';
  host: string;
  id: string;
  mode: 'exclusive' | 'shared';
  workspace: string;
  /** Absent of this machine's own record. */
  user?: string;
  machine?: string;
  pid: number;
  /** Milliseconds since 1970. */
  since: number;
  /** Unless it is renewed; by the host's clock. */
  expiresAt?: number;
  /** Whether it is of this machine and user. */
  ours: boolean;
}

/** Named as its holder named it, where that is known. */
export function localLease({ host: key, target = key, ...lease }: LocalLease): ListedLease {
  const { id, mode, workspace, pid, since } = lease;
  return { where: 'here', host: target, id, mode, workspace, pid, since, ours: true };
}

export function stubLease(
  { id, mode, holder, acquiredAt, expiresAt }: Lease,
  { host, machineID }: { host: string; machineID: string },
): ListedLease {
  const { workspace, user, machine, pid } = holder;
  const ours = holder.machineID === machineID;
  return { where: 'host', host, id, mode, workspace, user, machine, pid, since: acquiredAt, expiresAt, ours };
}

/** `workspace app of me@laptop, pid 12` */
export function holderOf({ workspace, user = '?', machine, pid }: ListedLease): string {
  const who = machine === undefined ? 'this machine' : `${user}@${machine}`;
  return `workspace ${workspace} of ${who}, pid ${pid}`;
}
