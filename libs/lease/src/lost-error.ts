import { LeaseError, type LeaseLoss } from './errors.js';
import { plain } from './plain.js';

/** The error that says that a lease was lost, why, and what to do. */
export function lostError(host: string, loss: LeaseLoss, cause?: unknown): LeaseError {
  return new LeaseError({
    code: 'lost',
    host,
    message: `The lease of ${host} ${what(loss)}.`,
    remedy:
      'What began under it may have been joined by the work of others: look at the host, then take a new lease.',
    loss,
    cause,
  });
}

function what({ reason, by }: LeaseLoss): string {
  switch (reason) {
    case 'stolen':
      if (!by) return 'was taken over by somebody';
      return plain(`was taken over by workspace ${by.workspace} of ${by.user}@${by.machine} (pid ${by.pid})`);
    case 'expired':
      return 'could not be renewed in time and has expired';
    case 'released':
      return 'was released';
    case 'unknown':
      return 'is not in force on its stub';
  }
}
