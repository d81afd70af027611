import * as z from 'zod/mini';

import { type Allowed, allowedSchema } from './allowed.js';
import { listOf } from './list-of.js';
import { wantedSchema } from './wanted.js';

/** Body of `POST /stub/v1/command/look`. */
export interface CommandLookRequest {
  command: string;
  /** Default: the workspace's directory. */
  cwd?: string;
  env?: Record<string, string>;
  allow?: readonly Allowed[];
}

/** What a command would touch that is not granted, as far as its text shows. */
export const commandLookSchema = z.object({
  touches: listOf(wantedSchema),
  /** To ask a person about, as OpenCode does: the folders, and secrets by their names. */
  patterns: listOf(z.string()),
  /** What grants it to the command, and no more. */
  allow: listOf(allowedSchema),
  /** Folders outside that it touches as well, by approvals: their patterns. */
  approved: listOf(z.string()),
  directories: listOf(z.string()),
  /** All of `touches` in a line. */
  parentDir: z.string(),
  /** What a person should know before a yes. */
  warning: z.optional(z.string()),
  /** Parts of the text of which it cannot be said what they touch. */
  unknown: listOf(z.string()),
  programs: listOf(z.string()),
  /** Why the text could not be read to its end. */
  error: z.optional(z.string()),
});

export type CommandLook = z.infer<typeof commandLookSchema>;
