import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { must } from '../run.js';

export interface KeyPair {
  /** Path of the private key; `.pub` beside it. */
  file: string;
  /** `ssh-ed25519 AAAA…` without a comment. */
  publicKey: string;
}

/** Makes an ed25519 key as OpenSSH does. */
export async function makeKey(folder: string, name: string, passphrase = ''): Promise<KeyPair> {
  const file = join(folder, name);
  await must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', '', '-f', file]);
  return { file, publicKey: (await readFile(`${file}.pub`, 'utf8')).trim().split(' ').slice(0, 2).join(' ') };
}
