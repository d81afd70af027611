import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as z from 'zod/mini';

const idSchema = z.string().check(z.regex(/^lse_[0-9A-Za-z]{1,64}$/));

const recordSchema = z.object({
  id: idSchema,
  mode: z.enum(['exclusive', 'shared']),
  workspace: z.string(),
  pid: z.int(),
  startTime: z.string(),
  bootID: z.string(),
  pidNamespace: z.optional(z.string()),
  /** Milliseconds since 1970. */
  since: z.number(),
  /** The host as the person named it. */
  target: z.optional(z.string()),
  /** The lease on the stub that goes with it. */
  stubLease: z.optional(idSchema),
});

const fileSchema = z.object({
  v: z.literal(1),
  host: z.string(),
  leases: z.array(recordSchema),
  /** Leases on the stub whose holder has ended without releasing them. */
  orphans: z.array(idSchema),
});

export type LeaseRecord = z.infer<typeof recordSchema>;
/** All that this machine knows of one host. */
export type LeaseFile = z.infer<typeof fileSchema>;

/** Where the file of a host is: the key itself is inside. */
export function leaseFilePath(directory: string, host: string): string {
  return join(directory, `${createHash('sha256').update(host).digest('hex').slice(0, 32)}.json`);
}

/** Undefined where there is none, `damaged` for what this program did not write. Throws when it cannot be read. */
export function readLeaseFile(path: string): LeaseFile | 'damaged' | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return fileSchema.safeParse(JSON.parse(text)).data ?? 'damaged';
  } catch {
    return 'damaged';
  }
}

export function formatLeaseFile(file: LeaseFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
