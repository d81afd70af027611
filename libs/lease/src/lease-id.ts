import { randomBytes } from 'node:crypto';

/** A new id, made before the lease is asked for: a request whose answer was lost can be repeated with it. */
export function leaseID(): string {
  return `lse_${randomBytes(12).toString('hex')}`;
}
