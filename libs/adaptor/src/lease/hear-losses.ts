import type { HeldLease } from '@orssh/lease';
import { type LeaseLostEvent, leaseLostEventSchema } from '@orssh/protocol';

import type { StubClient } from '../stub-client.js';

/** Tells a lease what the stub's events say of it. Ends with the stream: what it misses is learnt by the next renewal. */
export async function hearLosses(
  stub: Pick<StubClient, 'events'>,
  held: HeldLease,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const { data } of stub.events({ signal })) {
      const loss = lossIn(data);
      if (loss) held.told(loss);
    }
  } catch {
    // A connection that broke is noticed by whoever works on it.
  }
}

function lossIn(data: unknown): LeaseLostEvent | undefined {
  const { payload } = data as { payload?: { type?: unknown; properties?: unknown } };
  if (payload?.type !== 'stub.lease.lost') return undefined;
  return leaseLostEventSchema.safeParse(payload.properties).data;
}
