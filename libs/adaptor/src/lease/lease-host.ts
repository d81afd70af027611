import type { HeldLease, HeldLocalLease, LeaseError, LeaseMode } from '@orssh/lease';

import type { StubClient } from '../stub-client.js';
import type { LeaseClient } from './lease-server.js';

/** A host that can be leased: what `openHost` opens is one. */
export interface LeasableHost {
  readonly stub: LeaseClient & Pick<StubClient, 'useLease' | 'events'>;
  close?(): Promise<void>;
}

export interface LeaseHostOptions {
  /** The host as the person named it. */
  target: string;
  /** What tells it from all other hosts on this machine, see `leaseKey`. */
  key: string;
  /** `none`: no lease is taken; the stub still refuses work while somebody else's exclusive one is in force. */
  mode: LeaseMode | 'none';
  workspace: string;
  /** Take it from whoever has it, on this machine or another one. */
  steal?: boolean;
  /** With `steal`: ends the commands of those it is taken from. */
  stopCommands?: boolean;
  /** For which the stub keeps it for a holder that it does not hear from: 5 000 to 600 000, default 60 000. */
  ttlMs?: number;
  /** Whether a stream of events is kept open, to hear of a loss at once. Default true. */
  listen?: boolean;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Called once, when the lease is lost. From then on the stub refuses work by this client. */
  onLost?: (error: LeaseError) => void;
  /** Worth telling a person; nothing has failed. */
  onNotice?: (message: string) => void;
}

export interface LeasedHost<H> {
  readonly host: H;
  readonly mode: LeaseMode | 'none';
  /** Both absent with mode `none`. */
  readonly local?: HeldLocalLease;
  readonly held?: HeldLease;
  /** After a new connection to the same host: its requests are made under the lease, if that is still held. */
  reattach(host: H): Promise<void>;
  /** Gives the leases back; the host stays open. Bounded in time, and safe to repeat. */
  release(): Promise<void>;
}

/**
 * Takes the lease of a host among the processes of this machine, opens the host if it is given as a function, and takes the lease
 * on its stub. Rejects with `LeaseError` and what opening rejects with; nothing is left held or open then.
 */
export async function leaseHost<H extends LeasableHost>(
  host: H | (() => Promise<H>),
  options: LeaseHostOptions,
): Promise<LeasedHost<H>> {
  const { mode } = options;
  if (mode === 'none') return unleased(typeof host === 'function' ? await host() : host);
  const { takeLease } = await import('./take-lease.js');
  return takeLease(host, { ...options, mode });
}

function unleased<H>(host: H): LeasedHost<H> {
  const nothing = (): Promise<void> => Promise.resolve();
  return { host, mode: 'none', reattach: nothing, release: nothing };
}
