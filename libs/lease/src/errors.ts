import { printable } from '@orssh/protocol/printable';

import type { LeaseHolder } from './lease.js';
import type { StubHolder } from './lease-server.js';

/**
 * `held`: somebody else's lease is in the way (`holders`). `lost`: the lease is no longer this holder's (`loss`). `busy`: other
 * processes kept the lease file locked. `unusable`: the state folder cannot hold leases. `refused`: the stub said no for another
 * reason. `unanswered`: the stub gave no answer in time. `bad_request`: what was asked for cannot be.
 */
export type LeaseErrorCode = 'held' | 'lost' | 'busy' | 'unusable' | 'refused' | 'unanswered' | 'bad_request';

/** Why a lease was lost; `expired` is also what a holder says that could not confirm its lease in time. */
export type LossReason = 'stolen' | 'expired' | 'released' | 'unknown';

export interface LeaseLoss {
  reason: LossReason;
  /** Who has taken it, where that is known. */
  by?: StubHolder;
}

export interface LeaseErrorDetails {
  code: LeaseErrorCode;
  /** The host as the person knows it. */
  host: string;
  message: string;
  remedy: string;
  holders?: readonly LeaseHolder[];
  /** `held`, by the stub: commands that run without a lease of the caller. */
  commands?: number;
  loss?: LeaseLoss;
  cause?: unknown;
}

/** The only error that this package makes. `message` says what failed, on which host and why; it is safe to print. */
export class LeaseError extends Error {
  override readonly name = 'LeaseError';
  readonly code: LeaseErrorCode;
  readonly host: string;
  readonly remedy: string;
  readonly holders: readonly LeaseHolder[];
  readonly commands: number;
  readonly loss: LeaseLoss | undefined;

  constructor(details: LeaseErrorDetails) {
    super(printable(details.message), { cause: details.cause });
    this.code = details.code;
    this.host = details.host;
    this.remedy = printable(details.remedy);
    this.holders = details.holders ?? [];
    this.commands = details.commands ?? 0;
    this.loss = details.loss;
  }
}
