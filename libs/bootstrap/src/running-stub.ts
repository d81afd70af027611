import type { Duplex } from 'node:stream';

import type { Ready } from '@orssh/protocol';
import type { Connection } from '@orssh/tunnel';

import type { Transport } from './events.js';
import type { Platform } from './platform.js';
import { type ProvenStream, reachBy } from './reach.js';
import type { StubToken } from './stub-token.js';

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
  /** The one in force, as far as is known. */
  readonly token: string;
  readonly timings: BootstrapTimings;
  /**
   * What to use in the place of a token that was refused: it may have been rotated. It is read over SSH, once for all who ask;
   * undefined when `refused` is the one in force. Rejects when the host cannot be asked.
   */
  renewToken(refused: string): Promise<string | undefined>;
  /**
   * A new byte stream to the stub. What listens has proved that it knows the token before the stream is handed out, so the
   * caller may send the token on it. Rejects with `identity_mismatch` otherwise.
   */
  open(options?: { signal?: AbortSignal }): Promise<Duplex>;
}

/** `proven` is handed out by the first `open`: the proof and the first request share a stream. */
export function runningStub(
  proven: ProvenStream,
  { token, ...stub }: Omit<RunningStub, 'transport' | 'open' | 'token' | 'renewToken'> & { token: StubToken },
): RunningStub {
  const { transport } = proven;
  let spare: Duplex | undefined = proven.stream;
  proven.stream.on('error', () => undefined);
  return {
    ...stub,
    transport,
    get token() {
      return token.current;
    },
    renewToken: (refused) => token.replacing(refused),
    async open({ signal } = {}) {
      const first = spare;
      spare = undefined;
      if (first?.readable && first.writable) return first;
      const { ready: address, connection } = stub;
      const prove = (value: string) => reachBy(transport, connection, { address, token: value, signal });
      return (await token.use(prove)).stream;
    },
  };
}
