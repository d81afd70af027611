export { LeaseError, type LeaseErrorCode, type LeaseLoss, type LossReason } from './errors.js';
export type { LeaseHolder, LeaseMode } from './lease.js';
export { leaseID } from './lease-id.js';
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
export { machineID } from './local/machine-id.js';
