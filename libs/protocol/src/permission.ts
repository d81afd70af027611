import * as z from 'zod/mini';

import { listOf } from './list-of.js';
import { wantedSchema } from './wanted.js';

const asked = z.object({
  id: z.string(),
  /** Empty for a command that belongs to no session. */
  sessionID: z.string(),
  permission: z.string(),
  patterns: listOf(z.string()),
  /** What `always` would store. */
  always: listOf(z.string()),
  metadata: z.looseObject({
    command: z.optional(z.string()),
    path: z.optional(z.string()),
    /** As the caller gave it. */
    requested: z.optional(z.string()),
    /** What would be touched and is not granted. */
    touches: z.optional(listOf(wantedSchema)),
    /** What else may be touched, in words. */
    unknown: z.optional(listOf(z.string())),
    /** What a person should know before a yes. */
    warning: z.optional(z.string()),
  }),
});

/**
 * The properties of OpenCode's `permission.asked`, as the stub raises it for a path that nobody has allowed yet.
 * `path`, from the metadata, is the path after symlinks: what a person has to see before answering.
 */
export const permissionRequestSchema = z.pipe(
  asked,
  z.transform((request) => ({ ...request, path: request.metadata.path })),
);

export type PermissionRequest = z.infer<typeof permissionRequestSchema>;

/** OpenCode's three answers. `always` is stored on the host for that workspace. */
export type PermissionReply = 'once' | 'always' | 'reject';
