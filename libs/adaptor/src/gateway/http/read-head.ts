import { BadRequest } from './http-request.js';
import type { SocketReader } from './socket-reader.js';

export interface RequestHead {
  method: string;
  target: string;
  /** Minor version of HTTP/1. */
  minor: 0 | 1;
  headers: Record<string, string>;
}

const maxHeadBytes = 32 * 1024;
const maxHeaders = 128;
const headEnd = Buffer.from('\r\n\r\n');
const requestLine = /^([A-Z]{1,20}) (\/[\x21-\x7e]*) HTTP\/1\.([01])$/;
const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;
/** What one request may not say twice. */
const single = new Set(['host', 'origin', 'authorization', 'content-length', 'transfer-encoding', 'upgrade']);

/** The head of the next request, strictly; undefined when the client ends before one begins. Throws `BadRequest`. */
export async function readHead(reader: SocketReader): Promise<RequestHead | undefined> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunk = await reader.read();
    if (!chunk) return undefined;
    const from = Math.max(0, bytes.length - headEnd.length);
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf(headEnd, from);
    if (end > maxHeadBytes || (end < 0 && bytes.length > maxHeadBytes)) {
      throw new BadRequest(431, `The headers are longer than ${maxHeadBytes} bytes.`);
    }
    if (end >= 0) {
      reader.unread(bytes.subarray(end + headEnd.length));
      return parseHead(bytes.toString('latin1', 0, end));
    }
  }
}

export function parseHead(text: string): RequestHead {
  const [first = '', ...lines] = text.split('\r\n');
  const request = requestLine.exec(first);
  if (!request) throw new BadRequest(400, 'The request line is not one of HTTP/1.1.');
  if (lines.length > maxHeaders) throw new BadRequest(431, `There are more than ${maxHeaders} headers.`);
  const headers = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const header = headerLine.exec(line);
    if (!header) throw new BadRequest(400, 'A header is malformed.');
    const name = (header[1] ?? '').toLowerCase();
    const value = (header[2] ?? '').trimEnd();
    const before = headers[name];
    if (before !== undefined && single.has(name)) throw new BadRequest(400, `${name} is there twice.`);
    headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  const [, method = '', target = '', minor] = request;
  return { method, target, minor: minor === '0' ? 0 : 1, headers };
}
