import { createHmac } from 'node:crypto';
import { Duplex } from 'node:stream';

import fc from 'fast-check';

import { proveIdentity } from './handshake.js';

const token = 'deadbeef'.repeat(8);
const options = { token, host: 'box', signal: new AbortController().signal };

/** A stream whose other end answers the first request; what it was sent is in `asked`. */
function listener(answer: (nonce: string) => string | Buffer): Duplex & { asked: string } {
  const stream = Object.assign(
    new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        stream.asked += chunk.toString();
        stream.push(answer(/X-Stub-Nonce: (\w+)/.exec(stream.asked)?.[1] ?? ''));
        done();
      },
    }),
    { asked: '' },
  );
  return stream;
}

function proofOf(nonce: string, key = token, instance = 'i1'): string {
  return createHmac('sha256', key).update(Buffer.from(nonce, 'hex')).update(instance).digest('hex');
}

function unauthorized(proof: string, more = ''): string {
  return `HTTP/1.1 401 Unauthorized\r\nX-Stub-Instance: i1\r\nX-Stub-Proof: ${proof}\r\n${more}Content-Length: 2\r\n\r\n{}`;
}

test('a stub that knows the token is believed, and the token stays here', async () => {
  const stream = listener((nonce) => unauthorized(proofOf(nonce)));
  expect(await proveIdentity(stream, options)).toBe('i1');
  expect(stream.asked).not.toContain(token);
  expect(stream.asked.toLowerCase()).not.toContain('authorization');
});

test('the stream can be used after the proof', async () => {
  const stream = listener((nonce) => unauthorized(proofOf(nonce)));
  await proveIdentity(stream, options);
  stream.push('next answer');
  expect(stream.listenerCount('readable')).toBe(0);
  const [chunk] = (await stream.take(1).toArray()) as Buffer[];
  expect(chunk?.toString()).toBe('next answer');
});

test.each<[string, (nonce: string) => string]>([
  ['a proof with another token', (nonce) => unauthorized(proofOf(nonce, 'f00d'))],
  ['a proof for another instance', (nonce) => unauthorized(proofOf(nonce, token, 'i2'))],
  ['a proof of an older nonce', () => unauthorized(proofOf('00'.repeat(32)))],
  ['no proof', () => 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'],
  ['an empty proof', () => unauthorized('')],
  ['two proofs', (nonce) => unauthorized(proofOf(nonce), `X-Stub-Proof: ${proofOf(nonce)}\r\n`)],
  ['a proof with status 200', (nonce) => unauthorized(proofOf(nonce)).replace('401', '200')],
  ['a proof and something behind it', (nonce) => `${unauthorized(proofOf(nonce))}HTTP/1.1 200 OK\r\n`],
  [
    'a proof on a connection that will close',
    (nonce) => unauthorized(proofOf(nonce), 'Connection: close\r\n'),
  ],
  [
    'an answer without a length',
    (nonce) => unauthorized(proofOf(nonce)).replace('Content-Length: 2\r\n', ''),
  ],
  ['another protocol', () => 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['an answer without an end', () => `HTTP/1.1 401 X\r\n${'a'.repeat(20_000)}`],
])('refuses %s', async (_what, answer) => {
  await expect(proveIdentity(listener(answer), options)).rejects.toMatchObject({
    code: 'identity_mismatch',
    host: 'box',
  });
});

test('refuses a listener that hangs up', async () => {
  const stream = listener(() => '');
  const proof = proveIdentity(stream, options);
  stream.push(null);
  await expect(proof).rejects.toMatchObject({ code: 'identity_mismatch' });
});

test('a listener that says nothing is waited for until the signal', async () => {
  const abort = new AbortController();
  const proof = proveIdentity(
    listener(() => ''),
    { ...options, signal: abort.signal },
  );
  abort.abort(new Error('enough'));
  await expect(proof).rejects.toThrow('enough');
});

test('no bytes but a proof are believed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, asHeader) => {
      const noise = Buffer.from(bytes);
      const stream = listener(() =>
        asHeader ? `HTTP/1.1 401 X\r\n${noise.toString('latin1')}\r\n\r\n` : noise,
      );
      const proof = proveIdentity(stream, options);
      stream.push(null);
      await expect(proof).rejects.toMatchObject({ code: 'identity_mismatch' });
    }),
  );
});
