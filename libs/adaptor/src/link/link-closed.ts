import { AdaptorError } from '../errors.js';

export function linkClosed(host: string): AdaptorError {
  return new AdaptorError('closed', host, `The connection to ${host} was closed.`, 'Connect again.');
}
