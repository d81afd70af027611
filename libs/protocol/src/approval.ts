import * as z from 'zod/mini';

/** A persisted "always" of the user (`/stub/v1/approvals`). */
export const approvalSchema = z.object({
  workspaceID: z.string(),
  /** What `revokeApproval` names it by. */
  pattern: z.string(),
  /** The directory that is approved with all below it; empty when only the pattern is known. */
  path: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});

export type Approval = z.infer<typeof approvalSchema>;

/** The workspace that is always there: the user's home. */
export const homeWorkspaceID = 'wrk_home';

/** Answer to `DELETE /stub/v1/approvals`. */
export const revokedSchema = z.object({ removed: z.number() });
