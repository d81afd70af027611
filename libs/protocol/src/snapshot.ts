import * as z from 'zod/mini';

import { listOf } from './list-of.js';

/** Answer to `POST /stub/v1/snapshot/track`: the name of what the workspace's files are now. */
export const snapshotTreeSchema = z.object({
  tree: z.string(),
  /** No snapshot before it is kept: there were too many. */
  fresh: z.optional(z.boolean()),
});

/** Answer to `POST /stub/v1/snapshot/diff`. */
export const snapshotDiffSchema = z.object({
  files: listOf(
    z.object({
      /** Relative to the workspace's directory. */
      file: z.string(),
      status: z.enum(['added', 'deleted', 'modified']),
      additions: z.number(),
      deletions: z.number(),
      /** Unified; empty where it was not asked for, or where patches would be too large. */
      patch: z.string(),
    }),
  ),
});

export type SnapshotDiff = z.infer<typeof snapshotDiffSchema>;

/** Answer to `POST /stub/v1/snapshot/restore`: how many files that were. */
export const snapshotRestoredSchema = z.object({
  restored: z.number(),
  removed: z.number(),
  /** Left alone: their content is in no snapshot, for it is too large. */
  kept: listOf(z.string()),
});

export type SnapshotRestored = z.infer<typeof snapshotRestoredSchema>;
