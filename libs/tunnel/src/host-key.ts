import { createHash } from 'node:crypto';

import type { HostKey } from './connection.js';

/** Reads type and fingerprint of a public key blob. Throws a RangeError where it is cut. */
export function describeHostKey(blob: Buffer): HostKey {
  const length = blob.readUInt32BE(0);
  return {
    type: blob.toString('latin1', 4, 4 + length),
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  };
}

/** `ED25519`, as OpenSSH calls the kinds of keys in messages. */
export function keyKind(type: string): string {
  return type
    .replace(/^ssh-/, '')
    .replace(/^ecdsa-.*/, 'ecdsa')
    .toUpperCase();
}
