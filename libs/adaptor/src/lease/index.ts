/** Leases of stubs for whoever deals with them one by one. Loads `@orssh/lease`, which `@orssh/adaptor` does only to take one. */
export { hearLosses } from './hear-losses.js';
export { leaseErrorOf } from './lease-error-of.js';
export { leaseHolder } from './lease-holder.js';
export { type LeaseClient, leaseServer } from './lease-server.js';
