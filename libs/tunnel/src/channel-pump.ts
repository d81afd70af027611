import type { Readable } from 'node:stream';

/** Bytes kept for a reader that is slow, beyond ssh2's own window of 2 MiB. */
export const readAhead = 256 * 1024;

/** Hands on what `source` brings; `into` resumes it when it wants more. Its end is handed on, an error is not. */
export function pump(source: Readable, into: Readable): void {
  source.on('data', (chunk: Buffer) => {
    if (!into.destroyed && !into.push(chunk)) source.pause();
  });
  source.once('end', () => {
    if (!into.destroyed) into.push(null);
  });
}
