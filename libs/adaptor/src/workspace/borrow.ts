import { isDeepStrictEqual } from 'node:util';

import type { RegistryHost } from '@orssh/registry';

import type { StubClient } from '../stub-client.js';
import type { OpenWorkspace } from './open-workspace.js';

export interface WantedHost {
  /** What to open: the id of the registry's host, or what ssh_config knows it by. */
  target: string;
  /** Absent where ssh_config alone knows it. */
  host?: RegistryHost;
}

/**
 * The client of a workspace on that host. One that has the host for itself is waited for: nobody else could work there meanwhile,
 * this process neither.
 */
export async function borrow(
  opened: Iterable<OpenWorkspace>,
  wanted: WantedHost,
  signal?: AbortSignal,
): Promise<StubClient | undefined> {
  // Two projects may mean different hosts by one name.
  const there = [...opened].filter(
    ({ place }) => place.target === wanted.target && isDeepStrictEqual(place.host?.ssh, wanted.host?.ssh),
  );
  const ready = there.find(({ client }) => client);
  if (ready) return ready.client;
  const alone = there.find(({ lease }) => lease.mode === 'exclusive');
  if (!alone) return undefined;
  const { state } = alone;
  await within(signal, state.name === 'lost' || state.name === 'failed' ? alone.again() : alone.settled());
  return alone.client;
}

function within(signal: AbortSignal | undefined, work: Promise<void>): Promise<void> {
  if (!signal) return work;
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  return Promise.race([work, aborted]);
}
