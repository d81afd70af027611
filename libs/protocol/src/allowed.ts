import * as z from 'zod/mini';

/** What is done with a path. `edit` is to write, make, remove and rename; it does not bring `read` along. */
export const accessSchema = z.enum(['read', 'edit', 'all']);

export type Access = z.infer<typeof accessSchema>;

/**
 * What is allowed for one request or command: a path pattern in OpenCode's form, for reading and editing or for one of them.
 * What may hold secrets is allowed only by a pattern whose part before the first wildcard names it.
 */
export type Allowed = string | { pattern: string; access: Access };

export const allowedSchema = z.union([z.string(), z.object({ pattern: z.string(), access: accessSchema })]);
