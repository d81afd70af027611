import type { LeaseMode } from './lease.js';

/** Who asks a stub for a lease. `machineID` tells machines of one name apart. */
export interface StubHolder {
  workspace: string;
  user: string;
  machine: string;
  machineID: string;
  pid: number;
}

/** A lease on a stub. Times are milliseconds since 1970 by the stub's clock. */
export interface StubLease {
  id: string;
  mode: LeaseMode;
  holder: StubHolder;
  ttlMs: number;
  /** Larger than that of every lease that the stub granted before. */
  fence: number;
  acquiredAt: number;
  expiresAt: number;
}

export interface StubLeaseRequest {
  /** `lse_…`, made by the holder: the same again gets the same lease. */
  id: string;
  mode: LeaseMode;
  holder: StubHolder;
  /** 5 000 to 600 000. */
  ttlMs: number;
  /** Leases of the same machine whose holders are known to be dead. */
  replaces?: string[];
  /** Takes it from whoever has it. */
  steal?: boolean;
  /** With `steal`: ends the commands of the others. */
  stopCommands?: boolean;
}

export interface StubLeaseGrant {
  lease: StubLease;
  stolen: StubLease[];
}

export interface ServerCallOptions {
  signal?: AbortSignal;
}

/**
 * What grants the leases of a host. Every method rejects with a `LeaseError` (`held`, `lost`, `refused`) for an answer, and with
 * anything else when it is not known what became of the request: then it may have been carried out, or still be.
 */
export interface LeaseServer {
  acquire(request: StubLeaseRequest, options?: ServerCallOptions): Promise<StubLeaseGrant>;
  renew(id: string, options?: ServerCallOptions): Promise<StubLease>;
  /** No effect on one that is not in force. */
  release(id: string, options?: ServerCallOptions): Promise<void>;
  list(options?: ServerCallOptions): Promise<StubLease[]>;
}
