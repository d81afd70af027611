import type { RemoteHost } from '@orssh/adaptor';

import type { HostSession, OpenOptions } from './session.js';

/** The host, where its stub runs already; undefined where none does: nothing is put there or started. */
export async function runningHost(
  session: Pick<HostSession, 'openHost'>,
  target: string,
  options: Pick<OpenOptions, 'host'> = {},
): Promise<RemoteHost | undefined> {
  try {
    return await session.openHost(target, { ...options, ifRunning: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not_running') return undefined;
    throw error;
  }
}
