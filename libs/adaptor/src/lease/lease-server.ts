import type { LeaseServer } from '@orssh/lease';

import type { StubClient } from '../stub-client.js';
import { leaseErrorOf } from './lease-error-of.js';

/** What of a stub's client grants leases. */
export type LeaseClient = Pick<StubClient, 'acquireLease' | 'renewLease' | 'releaseLease' | 'leases'>;

/** The stub as what grants leases; its answers are `LeaseError`s, which name the host as the person knows it. */
export function leaseServer(stub: LeaseClient, host: string): LeaseServer {
  const answered = <T>(call: Promise<T>): Promise<T> =>
    call.catch((error: unknown) => {
      throw leaseErrorOf(host, error) ?? error;
    });
  return {
    acquire: (request, options) => answered(stub.acquireLease(request, options)),
    renew: (id, options) => answered(stub.renewLease(id, options)),
    release: (id, options) => answered(stub.releaseLease(id, options)),
    list: (options) => answered(stub.leases(options)),
  };
}
