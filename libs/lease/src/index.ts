export { LeaseError, type LeaseErrorCode, type LeaseLoss, type LossReason } from './errors.js';
export { heldError } from './held-error.js';
export type { HeldLease, HeldLeaseState, LostEvent } from './held-lease.js';
export { holdLease, type HoldLeaseOptions } from './hold-lease.js';
export type { LeaseHolder, LeaseMode } from './lease.js';
export { type LeaseClock, systemClock } from './lease-clock.js';
export { leaseID } from './lease-id.js';
export type {
  LeaseServer,
  ServerCallOptions,
  StubHolder,
  StubLease,
  StubLeaseGrant,
  StubLeaseRequest,
} from './lease-server.js';
export type { HeldLocalLease } from './local/acquire-local.js';
export type { LeaseRecord } from './local/lease-file.js';
export {
  type LocalLease,
  type LocalLeaseList,
  type LocalLeaseRequest,
  type LocalLeases,
  localLeases,
  type LocalLeasesOptions,
} from './local/local-leases.js';
export { type FencedLock, tryLock } from './local/fenced-lock.js';
export { machineID } from './local/machine-id.js';
export {
  hasEnded,
  type ProcessFate,
  type ProcessIdentity,
  type SystemProcesses,
} from './local/process-identity.js';
export { systemProcesses } from './local/system-processes.js';
export { lostError } from './lost-error.js';
