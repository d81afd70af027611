import type { Connection } from '@orssh/tunnel';

import { type ProvenStream, reachBy } from './reach.js';
import type { RememberedStubs } from './remember.js';
import type { RememberedStub } from './remembered-stub.js';
import type { StubBinaries } from './stub-binaries.js';

export interface RecallOptions {
  remembered: RememberedStubs;
  installRoot?: string;
  stubs: StubBinaries;
  signal: AbortSignal;
  answerTimeoutMs?: number;
}

/** A stub that still runs where it was remembered. */
export interface Recalled extends ProvenStream {
  record: RememberedStub;
}

/**
 * The short cut: straight to where the stub was last time, without a look at the host (two round trips in place of five).
 * Undefined for everything but the same stub on the same host key: the long way finds out what there is instead.
 */
export async function recall(connection: Connection, options: RecallOptions): Promise<Recalled | undefined> {
  const { remembered, installRoot, stubs, signal } = options;
  const record = await remembered.get(connection.destination, installRoot);
  if (record?.hostKey !== connection.hostKey.fingerprint) return undefined;
  // A stub of another version is replaced the long way.
  if (stubs.get(record.platform.arch)?.sha256 !== record.ready.sha256) return undefined;
  try {
    const proven = await reachBy(record.transport, connection, {
      address: record.ready,
      token: record.token,
      signal,
      timeoutMs: options.answerTimeoutMs,
    });
    if (proven.instance === record.ready.instance) return { ...proven, record };
    proven.stream.destroy();
    return undefined;
  } catch (error) {
    if (signal.aborted || connection.state.name === 'closed') throw error;
    return undefined;
  }
}
