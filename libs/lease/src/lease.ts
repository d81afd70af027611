/** `exclusive`: nobody else works on the host. `shared`: others may, exclusively nobody. */
export type LeaseMode = 'exclusive' | 'shared';

/** Somebody who has a lease, as far as it is known. */
export interface LeaseHolder {
  lease: string;
  mode: LeaseMode;
  workspace: string;
  pid: number;
  /** Milliseconds since 1970. */
  since: number;
  /** Absent for a process of this machine that is known by its own record. */
  user?: string;
  machine?: string;
  /** When the stub ends it, unless it is renewed; by the stub's clock. */
  expiresAt?: number;
}

/** Whether a lease of this mode cannot be beside one of that. */
export function conflict(one: LeaseMode, other: LeaseMode): boolean {
  return one === 'exclusive' || other === 'exclusive';
}
