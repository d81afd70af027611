import type { Duplex } from 'node:stream';

import { drained } from './drained.js';

/** What may have come meanwhile. */
const maxUnreadBytes = 16 * 1024 * 1024;

/**
 * Resolves when `to` has taken what it was given, or is gone. From who sends on nothing is read meanwhile; as Bun 1.3.14 reads on from a
 * socket that is paused, it is ended where that becomes too much.
 */
export async function heldBack(from: Duplex, to: Duplex): Promise<void> {
  const watch = setInterval(() => {
    if (from.readableLength > maxUnreadBytes) from.destroy();
  }, 100);
  await drained(to);
  clearInterval(watch);
}
