import type { Transport } from './events.js';
import { reachBy } from './reach.js';
import type { RunningStub } from './running-stub.js';

/** One way to a stub: how long the proof of identity took there, or why it is closed. */
export type Way = { transport: Transport } & ({ ms: number } | { error: Error });

/** Tries every way to a running stub, one after the other; `bootstrap` takes the first that works. Never rejects but by `signal`. */
export async function tryWays(
  { connection, ready, token }: RunningStub,
  { signal, timeoutMs = 5_000 }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<Way[]> {
  const ways: Way[] = [];
  const transports: Transport[] = ready.socket ? ['socket', 'tcp', 'exec'] : ['tcp', 'exec'];
  for (const transport of transports) {
    signal?.throwIfAborted();
    const from = performance.now();
    try {
      const { stream } = await reachBy(transport, connection, { address: ready, token, signal, timeoutMs });
      stream.on('error', () => undefined).destroy();
      ways.push({ transport, ms: performance.now() - from });
    } catch (error) {
      ways.push({ transport, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  return ways;
}
