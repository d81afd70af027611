import type { Duplex } from 'node:stream';

import { type Connection, TunnelError } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import type { Transport } from './events.js';
import { proveIdentity } from './handshake.js';
import { openStream, type StubAddress } from './open-stream.js';

/** Opening the channel and the proof take a round trip each; a stub that needs longer than this is not answering. */
const reachDeadlineMs = 10_000;

export interface ReachOptions {
  address: StubAddress;
  token: string;
  signal?: AbortSignal;
  /** Default 10 000. */
  timeoutMs?: number;
}

/** A stream whose other end proved that it knows the token. */
export interface ProvenStream {
  stream: Duplex;
  instance: string;
  transport: Transport;
}

/** Opens one stream by `transport` and has the other end prove itself. Nothing stays open when it rejects. */
export async function reachBy(
  transport: Transport,
  connection: Connection,
  { address, token, signal, timeoutMs = reachDeadlineMs }: ReachOptions,
): Promise<ProvenStream> {
  const host = connection.destination.target;
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  let stream: Duplex | undefined;
  try {
    stream = await openStream(connection, address, transport, either);
    const instance = await proveIdentity(stream, { token, host, signal: either });
    return { stream, instance, transport };
  } catch (error) {
    stream?.on('error', () => undefined).destroy();
    const { state } = connection;
    // Else a lost connection would look like a stub that hung up.
    if (state.name === 'closed' && state.reason === 'lost') throw state.error;
    if (signal?.aborted || !deadline.aborted) throw error;
    throw new BootstrapError({
      code: 'timeout',
      host,
      message: `The stub on ${host} did not answer within ${timeoutMs / 1000} s.`,
      remedy: `Look at \`orssh logs ${host}\`, or end it with \`orssh stop ${host}\` and try again.`,
      cause: error,
    });
  }
}

/** Tries the unix socket, then the port, then the stub's own bridge over exec, where the server refuses to forward. */
export async function reach(connection: Connection, options: ReachOptions): Promise<ProvenStream> {
  const transports: Transport[] = options.address.socket ? ['socket', 'tcp', 'exec'] : ['tcp', 'exec'];
  let refusal: unknown;
  for (const transport of transports) {
    try {
      return await reachBy(transport, connection, options);
    } catch (error) {
      if (!(error instanceof TunnelError && error.code === 'forward_refused')) throw error;
      refusal = error;
    }
  }
  throw refusal;
}
