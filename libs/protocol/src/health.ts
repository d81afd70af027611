import * as z from 'zod/mini';

import { listOf } from './list-of.js';

/** `GET /global/health`. */
export const healthSchema = z.object({
  healthy: z.boolean(),
  version: z.string(),
  stub: z.object({
    pid: z.number(),
    /** Milliseconds since 1970. */
    startedAt: z.number(),
    instance: z.string(),
    hostname: z.string(),
    platform: z.string(),
    arch: z.string(),
    sha256: z.string(),
    /** What holds commands to what is approved: `kernel ABI n`; `advisory` means that only what they say is checked. */
    enforcement: z.string(),
    /** What is not held, and why; empty when all is. Absent from stubs before Landlock. */
    enforcementWhy: z.optional(z.string()),
    home: z.string(),
    /** State files that could not be read and were set aside. */
    damaged: listOf(z.object({ path: z.string(), reason: z.string() })),
    /** Running commands. */
    commands: z.number(),
    /** Leases in force; absent from stubs before leases. */
    leases: z.optional(z.number()),
  }),
});

export type Health = z.infer<typeof healthSchema>;
