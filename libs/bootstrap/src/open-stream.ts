import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';

import { stubName } from '@orssh/protocol';
import { type Connection, quote, quoteForLoginShell } from '@orssh/tunnel';

import type { Transport } from './events.js';
import { ProcessStream } from './process-stream.js';
import { sumOf } from './sum-of.js';

/** Where a running stub listens. */
export interface StubAddress {
  root: string;
  port: number;
  /** Empty: no unix socket. */
  socket: string;
  /** Of the stub that runs: its file, named by both, is the bridge to it. */
  version: string;
  sha256: string;
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
      return overExec(connection, address, signal);
  }
}

async function overExec(
  connection: Connection,
  { root, version, sha256 }: StubAddress,
  signal: AbortSignal,
): Promise<Duplex> {
  const mark = `orssh:${randomBytes(16).toString('hex')}:stream`;
  const file = quote(`${root}/bin/${stubName}-${version}-${sha256.slice(0, 12)}`);
  // What passes through it has the token in it: not through another program of that name.
  const check = `${sumOf}\ncase $(sum_of ${file}) in ${sha256}|'') ;; *) exit 1 ;; esac`;
  const command = `${check}; echo; echo ${mark}; exec ${file} connect --root ${quote(root)}`;
  const remote = await connection.exec(quoteForLoginShell(command), { signal });
  return new ProcessStream(remote, mark);
}
