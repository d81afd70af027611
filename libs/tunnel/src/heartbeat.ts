import type { Readable } from 'node:stream';

import type { Client } from 'ssh2';

const throttleMs = 1_000;

/**
 * Counts any traffic as a sign of life. ssh2's keepalive only counts answers to its own question, which on a slow
 * line come behind everything that is being downloaded.
 */
export function heartbeat(client: Client, transport: Readable): void {
  const { _resetKA: isAlive } = client as unknown as { _resetKA?: () => void };
  if (typeof isAlive !== 'function') return;
  let heardAt = 0;
  transport.on('data', () => {
    const now = performance.now();
    if (now - heardAt < throttleMs) return;
    heardAt = now;
    isAlive();
  });
}
