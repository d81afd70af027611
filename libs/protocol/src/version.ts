import * as z from 'zod/mini';

import { sha256Schema } from './sha256.js';

/** `opencode-remote-ssh-stub version --json`. */
export const versionSchema = z.object({
  name: z.string(),
  version: z.string(),
  sha256: sha256Schema,
  os: z.string(),
  arch: z.string(),
  go: z.string(),
});

export type Version = z.infer<typeof versionSchema>;
