import * as z from 'zod/mini';

/** OpenCode's form of a workspace's id, which also names a file. */
export const idPattern = /^wrk_[A-Za-z0-9_-]{1,128}$/;

/**
 * What this machine keeps of a workspace. `creating`: by a process that may have ended meanwhile. `failed`: its row in OpenCode has
 * nothing behind it. `removed`: its host was not reached, and still has it.
 */
export const bindingSchema = z.object({
  v: z.literal(1),
  id: z.string().check(z.regex(idPattern)),
  state: z.enum(['creating', 'ready', 'failed', 'removed']),
  /** Why it failed. */
  reason: z.optional(z.string()),
  /** Whether something may be left on the host. */
  left: z.optional(z.boolean()),
  projectID: z.string(),
  type: z.string(),
  name: z.string(),
  branch: z.nullable(z.string()),
  /** The host as the person knows it. */
  host: z.string(),
  /** Id of the registry's host, or what ssh_config knows it by. */
  target: z.string(),
  /** On the host; absolute once the host has been asked. */
  directory: z.string(),
  /** The id on the stub. */
  workspaceID: z.string().check(z.regex(idPattern)),
  /** As OpenCode keeps it. */
  extra: z.unknown(),
  /** Of the gateway's URL. */
  secret: z.string().check(z.regex(/^[0-9a-f]{32,128}$/)),
  port: z.optional(z.int().check(z.minimum(1), z.maximum(65_535))),
  /** Milliseconds since 1970. */
  at: z.number(),
});

export type Binding = z.infer<typeof bindingSchema>;
