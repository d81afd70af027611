import { createHash, timingSafeEqual } from 'node:crypto';

/** Of the same length whatever it is of, so that a comparison takes the same time. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function isSameDigest(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}
