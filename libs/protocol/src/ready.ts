import * as z from 'zod/mini';

import { sha256Schema } from './sha256.js';

const absolutePath = z.string().check(z.regex(/^\//), z.maxLength(4096));

/** JSON behind `ORSSH-READY`: the stub serves. */
export const readySchema = z.object({
  v: z.literal(1),
  pid: z.int(),
  port: z.int().check(z.minimum(1), z.maximum(65535)),
  /** Empty where the path would be too long for a unix socket: only the port is there then. */
  socket: z.union([z.literal(''), absolutePath]),
  instance: z.string().check(z.minLength(1), z.maxLength(256)),
  version: z.string().check(z.maxLength(256)),
  sha256: sha256Schema,
  /** It ran already. */
  adopted: z.boolean(),
  /** Another version runs and is busy; the wanted one takes over at a later launch. */
  upgradeWaiting: z.boolean(),
  /** What a fresh start found: `none`, `clean`, `crashed`, `stale-pid-reused`, `previous-boot`. */
  predecessor: z.string(),
  root: absolutePath,
  log: z.optional(absolutePath),
  /** Only when asked for with `--with-token`. */
  token: z.optional(z.string().check(z.regex(/^[0-9a-f]{32,256}$/))),
});

export type Ready = z.infer<typeof readySchema>;

/** JSON behind `ORSSH-INSTALLED`. */
export const installedSchema = z.object({ v: z.literal(1), path: absolutePath });

/** JSON behind `ORSSH-ERROR`: a subcommand of the stub failed. */
export const failureSchema = z.object({ v: z.literal(1), code: z.string(), message: z.string() });

export type Failure = z.infer<typeof failureSchema>;
