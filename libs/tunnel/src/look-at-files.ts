import { readFile } from 'node:fs/promises';

import { askAgent } from './agent-keys.js';
import { parseKnownHosts } from './known-hosts.js';
import { readPrivateKey, readPublicHalf } from './read-private-key.js';

/** What a file of `~/.ssh` is as a private key. `locked`: with a passphrase. */
export interface KeyFile {
  state: 'plain' | 'locked' | 'security-key' | 'unusable';
  /** `ssh-ed25519`; absent where it cannot be told. */
  type?: string;
  /** Why it is unusable. */
  why?: string;
}

/** Undefined for what is not a private key at all. Rejects where the file cannot be read. */
export async function lookAtKey(file: string): Promise<KeyFile | undefined> {
  const text = await readFile(file, 'utf8');
  if (!/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(text)) return undefined;
  const content = readPrivateKey(text);
  switch (content.name) {
    case 'key':
      return { state: 'plain', type: content.key.type };
    case 'encrypted':
    case 'wrong-passphrase':
      return { state: 'locked', type: readPublicHalf(text)?.type };
    case 'security-key':
      return { state: 'security-key' };
    case 'invalid':
      return { state: 'unusable', why: content.why };
    case 'public':
      return undefined;
  }
}

/** Names of the keys that an agent holds; rejects where it does not answer. */
export async function lookAtAgent(socket: string): Promise<string[]> {
  return (await askAgent(socket)).map(({ label }) => label);
}

/** How many hosts a known_hosts file names, and the numbers of the lines that mean nothing. Rejects where it cannot be read. */
export async function lookAtKnownHosts(file: string): Promise<{ entries: number; badLines: number[] }> {
  const text = await readFile(file, 'utf8');
  const good = new Set(parseKnownHosts(text, file).map(({ line }) => line));
  const badLines = text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    return line === '' || line.startsWith('#') || good.has(index + 1) ? [] : [index + 1];
  });
  return { entries: good.size, badLines };
}
