import type { StubClient } from '@orssh/adaptor';
import * as z from 'zod/mini';

import { type AwayOptions, whileAway } from '../remote/while-away.js';

const instanceSchema = z.object({ instance: z.string() });

/** Which run of the stub answers. `fresh`: the host is asked now; else what the gateway knows of it, which takes no time. */
export function stubInstance(
  stub: Pick<StubClient, 'health' | 'call'>,
  { fresh = false, ...options }: AwayOptions & { fresh?: boolean } = {},
): Promise<string> {
  const { signal } = options;
  return whileAway(async () => {
    if (fresh) return (await stub.health({ signal })).stub.instance;
    const known = { method: 'GET', path: '/agent/v1/instance', signal };
    return (await stub.call(instanceSchema, known)).instance;
  }, options);
}
