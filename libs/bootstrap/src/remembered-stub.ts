import { readySchema } from '@orssh/protocol';
import * as z from 'zod/mini';

import { stubArchs } from './platform.js';

/**
 * Where a stub was last seen running, for one account. Worth nothing by itself: it is used only on a host that proved the
 * same host key, and only after what listens there has proved that it knows the token.
 */
export const rememberedStubSchema = z.object({
  v: z.literal(1),
  /** `SHA256:…` of the host key. */
  hostKey: z.string(),
  transport: z.enum(['socket', 'tcp', 'exec']),
  platform: z.object({ os: z.literal('linux'), arch: z.enum(stubArchs), machine: z.string() }),
  ready: readySchema,
  token: z.string().check(z.regex(/^[0-9a-f]{32,256}$/)),
});

export type RememberedStub = z.infer<typeof rememberedStubSchema>;
