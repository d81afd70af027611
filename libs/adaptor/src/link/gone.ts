import { AdaptorError } from '../errors.js';

export function gone(host: string, why: string): AdaptorError {
  return new AdaptorError(
    'unreachable',
    host,
    `The stub on ${host} is not there any more: ${why}.`,
    `Look at the network, and at \`orssh status ${host}\`.`,
  );
}
