import * as z from 'zod/mini';

import { accessSchema } from './allowed.js';

/** What would be touched and is not granted. */
export const wantedSchema = z.object({
  /** After symlinks. */
  path: z.string(),
  requested: z.string(),
  access: accessSchema,
  /** With all below it. */
  tree: z.boolean(),
  secret: z.boolean(),
});

export type Wanted = z.infer<typeof wantedSchema>;
