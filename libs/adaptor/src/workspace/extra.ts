import * as z from 'zod/mini';

/** What a person writes in `extra`; unknown fields are refused. */
export const extraSchema = z.strictObject({
  provider: z.optional(z.string()),
  host: z.optional(z.string()),
  labels: z.optional(z.array(z.string())),
  directory: z.optional(z.string()),
  agent: z.optional(z.enum(['none', 'local'])),
  permission: z.optional(z.strictObject({ allow: z.optional(z.array(z.string())) })),
});

export type WorkspaceExtra = z.infer<typeof extraSchema>;
