import type { Connection } from '@orssh/tunnel';

import type { RememberedStubs } from './remember.js';

/** Brings what is remembered of a stub up to date with its token. */
export async function rememberToken(
  { destination, hostKey }: Connection,
  { remembered, installRoot }: { remembered?: RememberedStubs; installRoot?: string },
  token: string,
): Promise<void> {
  try {
    const record = await remembered?.get(destination, installRoot);
    if (record?.hostKey !== hostKey.fingerprint) return;
    await remembered?.set(destination, installRoot, { ...record, token });
  } catch {
    // A read-only home costs the next connection its short cut, nothing else.
  }
}
