import { fstatSync, statSync } from 'node:fs';

import type { Input } from '../output/streams.js';

/**
 * Whether standard input goes to the remote command: when it was asked for, or when it is not a terminal and may hold
 * something. `/dev/null` holds nothing, and knowing that saves a request.
 */
export function passesStdin(stdin: Input, asked: boolean): boolean {
  if (asked) return true;
  if (stdin.isTTY === true) return false;
  if (stdin.fd === undefined) return true;
  try {
    const { rdev } = fstatSync(stdin.fd);
    return rdev === 0 || rdev !== nullDevice();
  } catch {
    return false;
  }
}

function nullDevice(): number | undefined {
  return statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}
