import * as z from 'zod/mini';

import { listOf } from './list-of.js';

/** Body of every failure that the stub answers, in OpenCode's form. `data` may carry more than these, by `name`. */
export const stubErrorBodySchema = z.object({
  name: z.string(),
  data: z.looseObject({
    message: z.string(),
    code: z.optional(z.string()),
    /** BadRequestError: the field of the request that is wrong. */
    field: z.optional(z.string()),
    /** PermissionRequiredError: the pending request, its resolved paths (`path` is the first), and the patterns that would allow it. */
    requestID: z.optional(z.string()),
    path: z.optional(z.string()),
    paths: z.optional(listOf(z.string())),
    patterns: z.optional(listOf(z.string())),
    /** PermissionRequiredError of a file: where the path leads, and the directory that would have to be allowed. */
    resolved: z.optional(z.string()),
    directory: z.optional(z.string()),
    /** PermissionRequiredError of what may hold secrets: what a person should know. Only `patterns` allow it. */
    warning: z.optional(z.string()),
  }),
});

export type StubErrorBody = z.infer<typeof stubErrorBodySchema>;
