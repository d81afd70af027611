import type { LeaseLoss } from './errors.js';
import type { LeaseServer, StubHolder, StubLease } from './lease-server.js';

/** `held`: believed, until a time by the lease's clock. `lost` is for good: it is never acquired again by itself. */
export type HeldLeaseState =
  { name: 'held'; until: number } | { name: 'lost'; loss: LeaseLoss } | { name: 'released' };

/** What an event `stub.lease.lost` says. */
export interface LostEvent {
  lease: { id: string };
  reason: 'stolen' | 'expired';
  by?: StubHolder | null;
}

/** A lease on a stub, held and renewed by this process until it is released or lost. */
export interface HeldLease {
  readonly id: string;
  /** As the stub last answered it. */
  readonly lease: StubLease;
  /** What was taken from others for it. */
  readonly stolen: readonly StubLease[];
  /** Looked up in this moment: a timer that came late does not prolong it. */
  readonly state: HeldLeaseState;
  /** The time by the lease's clock, for {@link touched}. */
  now(): number;
  /** A request of this lease that was sent at `sentAt` has been answered, and not as one of a lost lease: that renewed it. */
  touched(sentAt: number): void;
  /** An event of the stub; those of other leases are ignored. */
  told(event: LostEvent): void;
  /** An answer said that the lease is not in force: it is lost in this moment. Resolves when it is known why, or cannot be. */
  refuted(): Promise<HeldLeaseState>;
  /** Asks the stub now; resolves with what is known then. */
  check(): Promise<HeldLeaseState>;
  /** After a new connection: asks the stub by it, at once and from then on. */
  reattach(server: LeaseServer): Promise<HeldLeaseState>;
  /** Ends it here at once, and on the stub if that answers within seconds: false when it did not. Safe to repeat. */
  release(): Promise<boolean>;
}
