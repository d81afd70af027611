import { BootstrapError, type BootstrapErrorCode } from '@orssh/bootstrap';
import { TunnelError, type TunnelErrorCode } from '@orssh/tunnel';

import { AdaptorError } from '../errors.js';

const tunnelCodes: readonly TunnelErrorCode[] = [
  'dns',
  'refused',
  'unreachable',
  'timeout',
  'reset',
  'proxy_failed',
  'channel_refused',
  'forward_refused',
  'closed',
  'lost',
];
const bootstrapCodes: readonly BootstrapErrorCode[] = ['timeout', 'upload_interrupted', 'upload_corrupt'];

/** Whether the same may go well in a while. A login that was refused never counts: repeating it locks accounts. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TunnelError) return tunnelCodes.includes(error.code);
  if (error instanceof BootstrapError) return bootstrapCodes.includes(error.code);
  return error instanceof AdaptorError && (error.code === 'unreachable' || error.code === 'closed');
}
