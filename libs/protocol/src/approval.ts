import * as z from 'zod/mini';

import { type Access, accessSchema } from './allowed.js';

/** A persisted "always" of the user (`/stub/v1/approvals`). */
export const approvalSchema = z.object({
  workspaceID: z.string(),
  /** What `revokeApproval` names it by. */
  pattern: z.string(),
  /** What it was given for, resolved; of a pattern with wildcards within, the directory that they are below. */
  path: z.string(),
  /** With all below `path`. */
  tree: z.boolean(),
  access: accessSchema,
  /** Who gave it: a session, or what the client said of itself. */
  by: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Milliseconds since 1970; 0 for good. */
  until: z.number(),
});

export type Approval = z.infer<typeof approvalSchema>;

/** Body of `POST /stub/v1/approvals`. */
export interface ApprovalRequest {
  /** Default: the home's. */
  workspaceID?: string;
  /** Absolute, or `~/…`: a directory with all below it, a file, or a pattern whose directory is there. */
  path: string;
  /** Default: `all`. */
  access?: Access;
  /** Milliseconds since 1970. Default: for good. */
  until?: number;
  /** Who approves. Default: the holder of the lease. */
  by?: string;
}

/** The workspace that is always there: the user's home. */
export const homeWorkspaceID = 'wrk_home';

/** Answer to `DELETE /stub/v1/approvals`. */
export const revokedSchema = z.object({
  removed: z.number(),
  /** Commands and terminals that were told to end. */
  ended: z.number(),
});

export type Revoked = z.infer<typeof revokedSchema>;
