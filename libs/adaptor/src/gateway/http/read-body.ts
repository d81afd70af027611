import { BadRequest, clientGone } from './http-request.js';
import type { RequestHead } from './read-head.js';
import type { SocketReader } from './socket-reader.js';

const maxLineBytes = 1024;
const maxTrailerLines = 64;

export interface RequestBody {
  readonly chunks: AsyncIterable<Uint8Array> | undefined;
  /** Whether all of it was read: only then can another request follow. */
  done(): boolean;
}

/** The body that a head announces. Throws `BadRequest` for one whose end would be a matter of opinion. */
export function readBody(reader: SocketReader, head: RequestHead): RequestBody {
  const coding = head.headers['transfer-encoding'];
  const length = head.headers['content-length'];
  if (coding === undefined && (length === undefined || length === '0')) {
    return { chunks: undefined, done: () => true };
  }
  let done = false;
  const finish = (): void => {
    done = true;
  };
  return { chunks: coding === undefined ? sized(length ?? '') : chunked(coding), done: () => done };

  function sized(text: string): AsyncIterable<Uint8Array> {
    if (!/^\d{1,15}$/.test(text)) throw new BadRequest(400, 'content-length is not a number.');
    return readSized(reader, Number(text), finish);
  }

  function chunked(text: string): AsyncIterable<Uint8Array> {
    if (text.toLowerCase() !== 'chunked') throw new BadRequest(501, 'Only chunked transfer coding is known.');
    if (length !== undefined) throw new BadRequest(400, 'The length of the body is given twice.');
    if (head.minor === 0) throw new BadRequest(400, 'HTTP/1.0 has no chunks.');
    return readChunked(reader, finish);
  }
}

async function* readSized(
  reader: SocketReader,
  size: number,
  finish?: () => void,
): AsyncGenerator<Uint8Array, void> {
  for (let left = size; left > 0;) {
    const chunk = await readSome(reader, left);
    left -= chunk.length;
    if (left === 0) finish?.();
    yield chunk;
  }
}

async function* readChunked(reader: SocketReader, finish: () => void): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(await readLine(reader))?.[1];
    if (size === undefined) throw new BadRequest(400, 'A chunk has no size.');
    const bytes = Number.parseInt(size, 16);
    if (bytes === 0) break;
    yield* readSized(reader, bytes);
    if ((await readLine(reader)) !== '') throw new BadRequest(400, 'A chunk is longer than its size.');
  }
  for (let lines = 0; (await readLine(reader)) !== ''; lines++) {
    if (lines > maxTrailerLines) throw new BadRequest(400, 'There are too many trailers.');
  }
  finish();
}

async function readSome(reader: SocketReader, limit: number): Promise<Buffer> {
  const chunk = await reader.read();
  if (!chunk) throw clientGone();
  if (chunk.length <= limit) return chunk;
  reader.unread(chunk.subarray(limit));
  return chunk.subarray(0, limit);
}

async function readLine(reader: SocketReader): Promise<string> {
  let line = '';
  for (;;) {
    const chunk = await readSome(reader, Infinity);
    const end = chunk.indexOf(0x0a);
    line += chunk.toString('latin1', 0, end < 0 ? chunk.length : end + 1);
    if (line.length > maxLineBytes) throw new BadRequest(400, 'A line of a chunk is too long.');
    if (end < 0) continue;
    reader.unread(chunk.subarray(end + 1));
    if (!line.endsWith('\r\n')) throw new BadRequest(400, 'A line of a chunk has no proper end.');
    return line.slice(0, -2);
  }
}
