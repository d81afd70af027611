import { heldError, LeaseError, type LossReason, lostError } from '@orssh/lease';

import { StubError } from '../stub-error.js';

/** What a stub answered of leases, also to other work, as a `LeaseError`; undefined for what is no answer of a stub. */
export function leaseErrorOf(host: string, error: unknown): LeaseError | undefined {
  if (!(error instanceof StubError)) return undefined;
  switch (error.kind) {
    case 'LeaseHeldError':
      return heldError(host, { leases: error.leases ?? [], commands: error.commands ?? 0, cause: error });
    case 'LeaseLostError':
      return lostError(host, { reason: reasonOf(error.code), by: error.by }, error);
    default:
      return new LeaseError({
        code: 'refused',
        host,
        message: `The stub on ${error.message}`,
        remedy:
          error.status === 404
            ? `It is older than this program: \`orssh setup ${host}\` puts the right one there.`
            : 'Look at the log of the stub (`orssh logs`), and try again.',
        cause: error,
      });
  }
}

const reasons: Record<string, LossReason> = {
  lease_stolen: 'stolen',
  lease_expired: 'expired',
  lease_released: 'released',
};

function reasonOf(code = ''): LossReason {
  return reasons[code] ?? 'unknown';
}
