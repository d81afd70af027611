import * as z from 'zod/mini';

import { leaseHolderSchema } from './lease.js';
import { listOf } from './list-of.js';

/** A command as the stub reports it (`/stub/v1/exec`). */
export const commandSchema = z.object({
  id: z.string(),
  key: z.optional(z.string()),
  argv: z.optional(z.nullable(listOf(z.string()))),
  command: z.optional(z.string()),
  cwd: z.string(),
  state: z.enum(['waiting', 'running', 'exited', 'denied']),
  pid: z.optional(z.nullable(z.number())),
  /** Milliseconds since 1970. */
  startedAt: z.optional(z.nullable(z.number())),
  endedAt: z.optional(z.nullable(z.number())),
  exitCode: z.optional(z.nullable(z.number())),
  /** With its prefix: `SIGKILL`. */
  signal: z.optional(z.nullable(z.string())),
  timedOut: z.boolean(),
  killed: z.boolean(),
  /** Offsets of the output that can still be read; `start` > 0: older output was cut. */
  output: z.object({ start: z.number(), end: z.number() }),
  stdin: z.object({ received: z.number(), closed: z.boolean() }),
  workspaceID: z.optional(z.string()),
  sessionID: z.optional(z.string()),
  /** The lease that it was started under, in force or not; empty for none. */
  leaseID: z.optional(z.string()),
  /** Who held that lease. */
  startedBy: z.optional(leaseHolderSchema),
  /** The host's file that has all output, of a command with `saveOutput`. */
  outputPath: z.optional(z.string()),
  /** That file lacks the end. */
  outputCut: z.optional(z.boolean()),
});

/** A command as the stub reports it; `state` says whether `exitCode` or `signal` mean anything yet. */
export type Command = z.infer<typeof commandSchema>;
