import { randomInt } from 'node:crypto';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
let lastMs = 0;
let counter = 0;

/** An id in OpenCode's form: 12 hex digits that ascend with time and within a millisecond, and 14 that nobody guesses. */
export function eventID(now = Date.now()): string {
  counter = now === lastMs ? counter + 1 : 0;
  lastMs = now;
  const time = (BigInt(now) * 4096n + BigInt(counter)) & 0xffffffffffffn;
  const random = Array.from({ length: 14 }, () => digits.charAt(randomInt(digits.length))).join('');
  return `evt_${time.toString(16).padStart(12, '0')}${random}`;
}
