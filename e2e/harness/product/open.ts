import { openHost, type OpenHostOptions, type RemoteHost } from '@orssh/adaptor';

import type { Given } from '../on-hosts.js';

/** Opens the test's host (or another target) through the product; closed when the test ends. */
export async function open(
  given: Given,
  options: OpenHostOptions & { target?: string } = {},
): Promise<RemoteHost> {
  const { target = given.target, ...rest } = options;
  const remote = await openHost(target, rest);
  given.defer(() => remote.close());
  return remote;
}
