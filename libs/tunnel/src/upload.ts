import { Buffer } from 'node:buffer';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { cancelledError } from './connection-errors.js';
import type { Connection, RemoteProcess, UploadOptions, UploadResult } from './connection.js';
import { quoteForLoginShell } from './quote.js';
import { TunnelError } from './tunnel-error.js';
import { uploadScript } from './upload-script.js';

/** What the remote command may print. More is cut. */
const maxPrinted = 1024 * 1024;
const chunkBytes = 256 * 1024;

/**
 * Stores `source` on the host by one exec channel; needs `cat` (or `gzip`), `wc` and `mv` there, nothing else.
 * An end that comes early resolves with its exit code; rejects when the source fails, on abort and when the
 * connection breaks.
 */
export async function upload(
  connection: Pick<Connection, 'exec' | 'destination'>,
  source: Readable | Uint8Array,
  options: UploadOptions,
): Promise<UploadResult> {
  const { signal } = options;
  const size = options.decompress ? undefined : sizeOf(connection, source, options);
  const command = quoteForLoginShell(uploadScript({ ...options, size }));
  const remote = await connection.exec(command, { signal });
  const onAbort = (): void => {
    giveUp(remote);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const printed = Promise.all([collect(remote.stdout), collect(remote.stderr)]);
    printed.catch(() => undefined);
    await send(source, remote, options);
    const [stdout, stderr] = await printed;
    const exit = await remote.exit;
    if (signal?.aborted) throw cancelledError(connection.destination, signal.reason);
    return { stdout, stderr, exit };
  } catch (error) {
    giveUp(remote);
    throw signal?.aborted ? cancelledError(connection.destination, signal.reason) : error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function sizeOf(
  { destination }: Pick<Connection, 'destination'>,
  source: Readable | Uint8Array,
  { size }: UploadOptions,
): number {
  if (source instanceof Uint8Array) return source.byteLength;
  if (size !== undefined) return size;
  throw new TunnelError(
    'config',
    'An upload from a stream needs its size, or gzip: a cut one could not be told.',
    {
      host: destination.target,
      remedy: 'Pass `size`, or `decompress: "gzip"` with compressed bytes.',
    },
  );
}

async function send(
  source: Readable | Uint8Array,
  remote: RemoteProcess,
  { onProgress }: UploadOptions,
): Promise<void> {
  let sent = 0;
  const chunks = source instanceof Uint8Array ? Readable.from(slices(source)) : source;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, callback) {
      sent += chunk.byteLength;
      onProgress?.(sent);
      callback(null, chunk);
    },
  });
  try {
    await pipeline(chunks, counter, remote.stdin);
  } catch (error) {
    // The command ended before it had everything: its exit code says why.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ERR_STREAM_DESTROYED')
      throw error;
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.byteLength; from += chunkBytes)
    yield bytes.subarray(from, from + chunkBytes);
}

async function collect(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = (chunk as Buffer).subarray(0, maxPrinted - length);
    length += bytes.byteLength;
    if (bytes.byteLength > 0) chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The signal comes before the end of input, so that a shell that waits for bytes does not take them as whole. */
function giveUp(remote: RemoteProcess): void {
  remote.signal('TERM');
  remote.close();
}
