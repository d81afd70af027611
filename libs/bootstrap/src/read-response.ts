import type { Duplex } from 'node:stream';

const maxHeadBytes = 16 * 1024;
const maxBodyBytes = 64 * 1024;

export interface ResponseHead {
  status: number;
  /** Lower-case names; a header that comes twice is left out. */
  headers: ReadonlyMap<string, string>;
}

/** What came is not an HTTP/1.1 response that leaves the stream usable. */
export class ResponseError extends Error {
  override name = 'ResponseError';
}

/**
 * Reads exactly one HTTP/1.1 response with a Content-Length, the body thrown away, and leaves the stream paused behind it.
 * Rejects with {@link ResponseError} for anything else, and with the signal's reason.
 */
export function readResponse(stream: Duplex, signal: AbortSignal): Promise<ResponseHead> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const settle = (act: () => void): void => {
      stream.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', onError);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const onReadable = (): void => {
      for (let chunk; (chunk = stream.read() as Buffer | null);) received = Buffer.concat([received, chunk]);
      try {
        const head = parse(received);
        if (head)
          settle(() => {
            resolve(head);
          });
      } catch (error) {
        fail(error as Error);
      }
    };
    const onEnd = (): void => {
      fail(new ResponseError('it closed the connection'));
    };
    const onError = (error: Error): void => {
      fail(new ResponseError('the connection broke', { cause: error }));
    };
    const onAbort = (): void => {
      fail(signal.reason as Error);
    };
    stream.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', onError);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (stream.destroyed) onEnd();
  });
}

/** Undefined while the response is not complete. */
function parse(received: Buffer): ResponseHead | undefined {
  const headBytes = received.indexOf('\r\n\r\n');
  if (received.length > maxHeadBytes && (headBytes < 0 || headBytes > maxHeadBytes))
    throw new ResponseError('its answer has no end');
  if (received.length >= 9 && received.toString('latin1', 0, 9) !== 'HTTP/1.1 ')
    throw new ResponseError('it does not speak HTTP');
  if (headBytes < 0) return undefined;
  const [statusLine = '', ...lines] = received.toString('latin1', 0, headBytes).split('\r\n');
  const headers = parseHeaders(lines);
  const length = Number(/^\d{1,6}$/.exec(headers.get('content-length') ?? '')?.[0] ?? Number.NaN);
  if (!(length <= maxBodyBytes)) throw new ResponseError('its answer has no acceptable length');
  if (headers.has('transfer-encoding') || /close/i.test(headers.get('connection') ?? ''))
    throw new ResponseError('it does not keep the connection');
  const end = headBytes + 4 + length;
  if (received.length < end) return undefined;
  if (received.length > end) throw new ResponseError('it answered more than it was asked');
  return { status: Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1] ?? 0), headers };
}

function parseHeaders(lines: string[]): Map<string, string> {
  const headers = new Map<string, string>();
  const twice = new Set<string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (headers.has(name)) twice.add(name);
    headers.set(name, line.slice(colon + 1).trim());
  }
  for (const name of twice) headers.delete(name);
  return headers;
}
