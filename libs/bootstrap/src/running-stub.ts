import type { Duplex } from 'node:stream';

import type { Ready } from '@orssh/protocol';
import type { Connection } from '@orssh/tunnel';

import type { Transport } from './events.js';
import type { Platform } from './platform.js';
import { type ProvenStream, reachBy } from './reach.js';

/** Milliseconds that the steps took; a step that was not needed is absent. */
export interface BootstrapTimings {
  recallMs?: number;
  /** Including the start of a stub that was there. */
  probeMs?: number;
  /** Upload, installation and start. */
  installMs?: number;
  handshakeMs?: number;
  totalMs: number;
}

/** A stub that has proved who it is. It outlives the connection; nothing here stops it. */
export interface RunningStub {
  readonly connection: Connection;
  readonly ready: Omit<Ready, 'token'>;
  readonly platform: Platform;
  readonly transport: Transport;
  /** `remembered`: reached without a look at the host. `found`: the binary was there. `installed`: it was uploaded. */
  readonly how: 'remembered' | 'found' | 'installed';
  readonly token: string;
  readonly timings: BootstrapTimings;
  /**
   * A new byte stream to the stub. What listens has proved that it knows the token before the stream is handed out, so the
   * caller may send the token on it. Rejects with `identity_mismatch` otherwise.
   */
  open(options?: { signal?: AbortSignal }): Promise<Duplex>;
}

/** `proven` is handed out by the first `open`: the proof and the first request share a stream. */
export function runningStub(
  proven: ProvenStream,
  stub: Omit<RunningStub, 'transport' | 'open'>,
): RunningStub {
  const { transport } = proven;
  let spare: Duplex | undefined = proven.stream;
  proven.stream.on('error', () => undefined);
  return {
    ...stub,
    transport,
    async open({ signal } = {}) {
      const first = spare;
      spare = undefined;
      if (first?.readable && first.writable) return first;
      const { ready: address, token, connection } = stub;
      return (await reachBy(transport, connection, { address, token, signal })).stream;
    },
  };
}
