import * as z from 'zod/mini';

import { permissionRequestSchema } from './permission.js';

/** JSON of a meta frame in a command's output stream. */
export const frameMetaSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    id: z.string(),
    offset: z.number(),
    pid: z.number(),
    /** Why the command is not held to what was approved; absent when it is. */
    loose: z.optional(z.string()),
  }),
  /** Output between these offsets is gone: it fell out of the kept part before it was read. */
  z.object({ type: z.literal('cut'), from: z.number(), to: z.number() }),
  z.object({ type: z.literal('permission'), request: permissionRequestSchema }),
  z.object({ type: z.literal('denied'), message: z.string() }),
  z.object({ type: z.literal('heartbeat') }),
  z.object({
    type: z.literal('exit'),
    exitCode: z.nullable(z.int().check(z.minimum(0), z.maximum(255))),
    signal: z.nullable(z.string().check(z.maxLength(32))),
    timedOut: z.boolean(),
    killed: z.boolean(),
    /** Offset behind the last byte of output. */
    end: z.number(),
    durationMs: z.number(),
    /** With `onFull: 'block'`: what a command that failed was probably kept from. Else its output ends with that. */
    hint: z.optional(z.string()),
  }),
]);

export type FrameMeta = z.infer<typeof frameMetaSchema>;

/** How a command ended: an exit code, or the signal that ended it (`SIGKILL`). */
export type CommandExit = Omit<Extract<FrameMeta, { type: 'exit' }>, 'type'>;
