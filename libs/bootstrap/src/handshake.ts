import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';

import { BootstrapError } from './errors.js';
import { type ResponseHead, readResponse, ResponseError } from './read-response.js';

export interface HandshakeOptions {
  token: string;
  host: string;
  signal: AbortSignal;
}

/**
 * Has whatever listens at the other end prove that it knows the token, without showing it the token: it gets a nonce and answers
 * 401 with HMAC-SHA256(token, nonce ‖ instance). Resolves with the instance, the stream then being idle and ready for a first
 * HTTP request; rejects with `identity_mismatch`. In both cases listening ends; the stream is the caller's to destroy.
 *
 * It talks HTTP by hand, so that the very stream that carried the proof carries the requests: a second one could end elsewhere.
 */
export async function proveIdentity(stream: Duplex, options: HandshakeOptions): Promise<string> {
  const nonce = randomBytes(32);
  stream.write(`GET /global/health HTTP/1.1\r\nHost: stub\r\nX-Stub-Nonce: ${nonce.toString('hex')}\r\n\r\n`);
  let head: ResponseHead;
  try {
    head = await readResponse(stream, options.signal);
  } catch (cause) {
    if (cause instanceof ResponseError) throw mismatch(options.host, cause.message, cause);
    throw cause;
  }
  const instance = head.headers.get('x-stub-instance') ?? '';
  const proof = Buffer.from(head.headers.get('x-stub-proof') ?? '', 'hex');
  const expected = createHmac('sha256', options.token).update(nonce).update(instance).digest();
  if (head.status !== 401 || proof.length !== expected.length || !timingSafeEqual(proof, expected))
    throw mismatch(options.host, `it answered ${head.status} without a valid proof`);
  return instance;
}

function mismatch(host: string, why: string, cause?: unknown): BootstrapError {
  return new BootstrapError({
    code: 'identity_mismatch',
    host,
    message: `What listens for the stub on ${host} could not prove to be the stub: ${why}. It was not shown the token.`,
    remedy: `Look at \`orssh status ${host}\`; \`orssh stop ${host}\` and a new try start a fresh stub.`,
    cause,
  });
}
