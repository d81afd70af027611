import * as z from 'zod/mini';

import { listOf } from './list-of.js';

/** How commands are held: of a workspace, or of one command, where what is stricter counts. */
export const termsSchema = z.object({
  /**
   * `required`: nothing runs where the kernel does not hold it; `off`: nothing holds it. Absent is `best-effort`.
   */
  enforcement: z.optional(z.enum(['required', 'best-effort', 'off'])),
  /** What is reached of the network; `loopback` is one of its own. Absent is `full`. */
  network: z.optional(z.enum(['full', 'loopback', 'none'])),
  /** Of the host's user, all together; root has no such limit. */
  maxProcesses: z.optional(z.number()),
  /** Address space of each process. */
  maxMemoryBytes: z.optional(z.number()),
  /** Of both streams together: a command that prints more is ended. */
  maxOutputBytes: z.optional(z.number()),
  /** Patterns of commands that are refused (`*` is any text), by what their text shows. */
  deny: z.optional(listOf(z.string())),
});

export type Terms = z.infer<typeof termsSchema>;
