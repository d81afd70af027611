import * as z from 'zod/mini';

import { termsSchema } from './terms.js';

/** A directory of the host that a project is worked on in (`/experimental/workspace`). */
export const stubWorkspaceSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  directory: z.string(),
  projectID: z.string(),
  extra: z.unknown(),
  ...termsSchema.shape,
  /** Why its commands are not held on a host that holds others. */
  advisory: z.optional(z.string()),
});

export type StubWorkspace = z.infer<typeof stubWorkspaceSchema>;
