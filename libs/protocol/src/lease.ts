import * as z from 'zod/mini';

import { listOf } from './list-of.js';

/** Who holds a lease. `machineID` tells machines apart that have one name. */
export const leaseHolderSchema = z.object({
  workspace: z.string(),
  user: z.string(),
  machine: z.string(),
  machineID: z.string(),
  pid: z.number(),
});

export type LeaseHolder = z.infer<typeof leaseHolderSchema>;

/** A lease in force on the stub, or one as it was when it was lost. */
export const leaseSchema = z.object({
  /** `lse_…`, made by the holder. */
  id: z.string(),
  mode: z.enum(['exclusive', 'shared']),
  holder: leaseHolderSchema,
  /** It expires when it is not renewed for so long. */
  ttlMs: z.number(),
  /** Larger than that of every lease that this host granted before. */
  fence: z.number(),
  /** Milliseconds since 1970, by the host's clock. */
  acquiredAt: z.number(),
  expiresAt: z.number(),
});

export type Lease = z.infer<typeof leaseSchema>;

export type LeaseMode = Lease['mode'];

/** Body of `POST /stub/v1/lease`. The same `id` again is answered with the same lease. */
export interface LeaseRequest {
  id: string;
  mode: LeaseMode;
  holder: LeaseHolder;
  /** 5 000 to 600 000; default 60 000. */
  ttlMs?: number;
  /** Leases of the same machine whose holders are known to be dead. */
  replaces?: string[];
  /** Takes the leases away that are in the way. */
  steal?: boolean;
  /** With `steal`: ends the commands of no lease in force (SIGTERM, SIGKILL after 5 s). */
  stopCommands?: boolean;
}

/** Answer to `POST /stub/v1/lease`. */
export const leaseGrantSchema = z.object({
  lease: leaseSchema,
  /** What was taken from others. */
  stolen: listOf(leaseSchema),
  /** Commands that were sent a SIGTERM; they may still be ending. */
  stopping: z._default(z.number(), 0),
});

export type LeaseGrant = z.infer<typeof leaseGrantSchema>;

/** `data` of a `LeaseHeldError`. */
export const leaseHeldDataSchema = z.object({
  code: z.literal('lease_held'),
  message: z.string(),
  /** Those in the way; none where only commands are. */
  leases: listOf(leaseSchema),
  /** Unfinished commands that belong to no lease of the caller. */
  commands: z.number(),
});

export type LeaseHeldData = z.infer<typeof leaseHeldDataSchema>;

/** `data` of a `LeaseLostError`. */
export const leaseLostDataSchema = z.object({
  code: z.enum(['lease_stolen', 'lease_expired', 'lease_released', 'lease_unknown']),
  message: z.string(),
  /** Who took it. */
  by: z.optional(leaseHolderSchema),
});

export type LeaseLostData = z.infer<typeof leaseLostDataSchema>;

/** Properties of the event `stub.lease.lost`; a lease that its holder released is not announced. */
export const leaseLostEventSchema = z.object({
  lease: leaseSchema,
  reason: z.enum(['stolen', 'expired']),
  by: z.nullable(leaseHolderSchema),
});

export type LeaseLostEvent = z.infer<typeof leaseLostEventSchema>;

/** Header of requests: the caller's lease. */
export const leaseHeader = 'x-orssh-lease';

/** Header of answers: `lost` when the request's lease is no longer in force. */
export const leaseStateHeader = 'x-orssh-lease-state';
