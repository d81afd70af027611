import { createHmac, randomBytes } from 'node:crypto';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Destination } from './destination.js';
import { describeHostKey } from './host-key.js';
import { knownHostName } from './host-key-verdict.js';

/** The line that remembers a key, as OpenSSH would write it (without its line end). */
export function knownHostLine(destination: Destination, key: Buffer): string {
  const name = knownHostName(destination);
  const hosts = destination.hashKnownHosts ? hashed(name) : name;
  return `${hosts} ${describeHostKey(key).type} ${key.toString('base64')}`;
}

/**
 * Appends to the first of the person's known_hosts files, which is made where it is missing (0600, its folder 0700).
 * Resolves to that file, or to undefined where the configuration names none. One write, so that an ssh that appends
 * at the same time cuts nothing.
 */
export async function addKnownHost(destination: Destination, key: Buffer): Promise<string | undefined> {
  const file = destination.userKnownHostsFiles[0];
  if (file === undefined || file === '/dev/null') return undefined;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    if (size === 0) await chmod(file, 0o600);
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const gap = size > 0 && last.toString() !== '\n' ? '\n' : '';
    await handle.appendFile(`${gap}${knownHostLine(destination, key)}\n`);
  } finally {
    await handle.close();
  }
  return file;
}

function hashed(name: string): string {
  const salt = randomBytes(20);
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}
