import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';

import { stubName } from '@orssh/protocol';
import { type Connection, quote, quoteForLoginShell } from '@orssh/tunnel';

import type { Transport } from './events.js';
import { ProcessStream } from './process-stream.js';

/** Where a running stub listens. */
export interface StubAddress {
  root: string;
  port: number;
  /** Empty: no unix socket. */
  socket: string;
}

/** A byte stream to whatever listens at the stub's address; nobody has proved anything yet. Rejects with a `TunnelError`. */
export async function openStream(
  connection: Connection,
  address: StubAddress,
  transport: Transport,
  signal: AbortSignal,
): Promise<Duplex> {
  switch (transport) {
    case 'socket':
      return connection.forward({ socketPath: address.socket }, { signal });
    case 'tcp':
      return connection.forward({ port: address.port }, { signal });
    case 'exec':
      return overExec(connection, address.root, signal);
  }
}

async function overExec(connection: Connection, root: string, signal: AbortSignal): Promise<Duplex> {
  const mark = `orssh:${randomBytes(16).toString('hex')}:stream`;
  const command = `echo; echo ${mark}; exec ${quote(`${root}/bin/${stubName}`)} connect --root ${quote(root)}`;
  const remote = await connection.exec(quoteForLoginShell(command), { signal });
  return new ProcessStream(remote, mark);
}
