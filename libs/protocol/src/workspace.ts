import * as z from 'zod/mini';

/** A directory of the host that a project is worked on in (`/experimental/workspace`). */
export const stubWorkspaceSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  directory: z.string(),
  projectID: z.string(),
  extra: z.unknown(),
});

export type StubWorkspace = z.infer<typeof stubWorkspaceSchema>;
