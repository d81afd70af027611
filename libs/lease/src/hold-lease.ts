import { bounded, Unanswered } from './bounded.js';
import { checkedLease } from './checked-lease.js';
import { LeaseError } from './errors.js';
import type { HeldLease } from './held-lease.js';
import { attemptMs, Holding, releaseOnce } from './holding.js';
import { type LeaseClock, systemClock } from './lease-clock.js';
import type { LeaseServer, StubLeaseGrant, StubLeaseRequest } from './lease-server.js';

const attempts = 3;

export interface HoldLeaseOptions {
  server: LeaseServer;
  request: StubLeaseRequest;
  /** The host as the person knows it, for messages. */
  host: string;
  clock?: LeaseClock;
  /** Called once, when the lease is lost; never after its release. */
  onLost?: (error: LeaseError) => void;
  signal?: AbortSignal;
}

/** Acquires a lease on a stub, and keeps it. Rejects with `held`, `lost`, `refused`, `unanswered`, or what the server rejects with. */
export async function holdLease(options: HoldLeaseOptions): Promise<HeldLease> {
  const { server, request, host, clock = systemClock, onLost } = options;
  // The first of several tries may be the one that counts.
  const sentAt = clock.now();
  let grant: StubLeaseGrant;
  try {
    grant = await acquire({ ...options, clock });
    checkedLease(grant.lease, { id: request.id, host });
  } catch (error) {
    // The stub may have granted it all the same, unless it said no.
    if (!(error instanceof LeaseError)) await releaseOnce({ server, clock, request });
    throw error instanceof Unanswered ? unanswered(host, error) : error;
  }
  const holding = new Holding({ server, grant, host, clock, sentAt, onLost });
  if (holding.state.name === 'held') return holding;
  throw unanswered(host, new Unanswered('the answer came too late'));
}

async function acquire(options: HoldLeaseOptions & { clock: LeaseClock }): Promise<StubLeaseGrant> {
  const { server, request, clock, signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await bounded({ clock, ms: attemptMs(request.ttlMs), signal }, (each) =>
        server.acquire(request, { signal: each }),
      );
    } catch (error) {
      if (error instanceof LeaseError || signal?.aborted || attempt === attempts) throw error;
    }
  }
}

function unanswered(host: string, cause: Unanswered): LeaseError {
  return new LeaseError({
    code: 'unanswered',
    host,
    message: `The stub on ${host} was asked for a lease: ${cause.message}.`,
    remedy: 'Look at the network and the load of the host, and try again.',
    cause,
  });
}
