import * as z from 'zod/mini';

import { listOf } from './list-of.js';

/** `opencode-remote-ssh-stub gc --json`. */
export const garbageReportSchema = z.object({
  removed: listOf(z.object({ path: z.string(), bytes: z.number(), why: z.string() })),
  /** What might have been removed and was not, or could not be. */
  kept: listOf(z.object({ path: z.string(), why: z.string() })),
  freedBytes: z.number(),
  /** Nothing was removed, only looked for. */
  dryRun: z.boolean(),
});

export type GarbageReport = z.infer<typeof garbageReportSchema>;
