import type { Duplex, Readable, Writable } from 'node:stream';

import type { Destination } from './destination.js';

/** How a remote command ended: an exit code, or the signal that ended it (`'TERM'`, no `SIG`). */
export interface RemoteExit {
  code: number | null;
  signal: string | null;
}

/** A running remote command. Reading `stdout` and `stderr` is the caller's duty: both exert back-pressure. */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the channel has closed; rejects with a {@link TunnelError} when the connection broke first. */
  readonly exit: Promise<RemoteExit>;
  /** Sends a signal where the server supports it (`'INT'`, `'TERM'`, …); no effect after the end. */
  signal(name: string): void;
  /** Closes the channel without waiting for the command. */
  close(): void;
}

/** What is listening on the host: a TCP port of its loopback, or a unix socket. */
export type ForwardTarget = { port: number } | { socketPath: string };

export interface UploadOptions {
  /** Absolute path of the temporary file to write on the host (created 0600, or truncated). Removed on failure. */
  path: string;
  /** `gzip`: the bytes sent are gzip, the host stores them unpacked. */
  decompress?: 'gzip';
  /** Length in bytes of a source that is a stream; needed without `decompress`, since a cut stream looks whole on the host. */
  size?: number;
  /** POSIX-sh one-liner that runs in the same channel after the bytes are in place, in the folder of `path`. It saves a round trip. */
  then?: string;
  /** Called with the bytes handed to the network so far. */
  onProgress?: (bytes: number) => void;
  signal?: AbortSignal;
}

/** What the upload's command printed and how it ended; `exit.code` 0 means the bytes (and `then`) arrived. */
export interface UploadResult {
  stdout: string;
  stderr: string;
  exit: RemoteExit;
}

/** `connected`, or closed for good with the reason. Reconnecting is the owner's business, with a new connection. */
export type ConnectionState =
  | { name: 'connecting'; step: 'resolve' | 'tcp' | 'handshake' | 'auth' }
  | { name: 'connected' }
  | { name: 'closed'; reason: 'requested' }
  | { name: 'closed'; reason: 'lost'; error: Error };

/** The host key that the server proved to own. */
export interface HostKey {
  type: string;
  /** `SHA256:…` as OpenSSH prints it. */
  fingerprint: string;
}

/** One authenticated SSH connection to a host; every channel is multiplexed on it. */
export interface Connection {
  readonly destination: Destination;
  readonly hostKey: HostKey;
  readonly state: ConnectionState;
  /** Bytes that the other side has sent so far: whatever they are, they are a sign of life. */
  readonly received: number;
  /** Calls back on each change of state until the returned function is called. */
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Runs `command` through the user's login shell (see `quoteForLoginShell`). Resolves when the server has started it. */
  exec(command: string, options?: { signal?: AbortSignal }): Promise<RemoteProcess>;
  /** Streams bytes into a file on the host through an exec channel. */
  upload(source: Readable | Uint8Array, options: UploadOptions): Promise<UploadResult>;
  /** Opens a byte stream to something that listens on the host. Rejects with code `forward_refused` where the server forbids or nobody listens. */
  forward(to: ForwardTarget, options?: { signal?: AbortSignal }): Promise<Duplex>;
  /** Ends every channel and the connection; resolves when the socket is closed. */
  close(): Promise<void>;
}
