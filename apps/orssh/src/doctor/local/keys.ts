import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type Facts, failed, type Finding, ok, oneLine, warning } from '@orssh/doctor';
import type { KeyFile } from '@orssh/tunnel/look-at-files';

import { shellWord } from '../../output/shell-word.js';

interface Found extends Partial<KeyFile> {
  name: string;
  path: string;
  mode: number;
}

/** OpenSSH refuses a private key that others may read. */
const tooOpen = 0o077;

export const keys = oneLine('keys', 'keys', {
  group: 'machine',
  run: async (facts) => {
    const found = await findKeys(facts);
    const open = found.filter(({ mode }) => (mode & tooOpen) !== 0);
    if (facts.fix) for (const { path } of open) await chmod(path, 0o600);
    return judge(found, facts.fix ? [] : open, facts.fix ? open : []);
  },
});

function judge(found: Found[], open: Found[], mended: Found[]): Finding {
  if (found.length === 0) {
    return warning(
      'no private key in ~/.ssh',
      'make one: ssh-keygen -t ed25519, then ssh-copy-id HOST (an agent or a password will do, too)',
    );
  }
  const list = found.map(describe).join(', ');
  if (open.length > 0) {
    const files = open.map(({ name }) => `~/.ssh/${shellWord(name)}`).join(' ');
    return failed(
      `${list}; open to others, which OpenSSH refuses: ${open.map(({ name }) => name).join(', ')}`,
      `chmod 600 ${files}, or orssh doctor --fix`,
    );
  }
  if (mended.length > 0) return ok(`${list}; made private: ${mended.map(({ name }) => name).join(', ')}`);
  const bad = found.filter(({ state }) => state === 'unusable');
  return bad.length === found.length ? warning(list, 'none of them is of use: make a new one') : ok(list);
}

function describe({ name, state, type, why, mode }: Found): string {
  if (state === undefined) return `${name} (unreadable, mode ${(mode & 0o777).toString(8)})`;
  const kind = type?.replace(/^ssh-|^ecdsa-sha2-/, '');
  const what = {
    plain: 'no passphrase',
    locked: 'with passphrase',
    'security-key': 'security key, which only OpenSSH can use',
    unusable: `unusable: ${why ?? ''}`,
  }[state];
  return `${name} (${[kind, what].filter(Boolean).join(', ')})`;
}

async function findKeys({ home, libraries: { lookAtKey } }: Facts): Promise<Found[]> {
  const folder = join(home, '.ssh');
  const names = await readdir(folder).catch((): string[] => []);
  const found: Found[] = [];
  for (const name of names.sort()) {
    if (/\.pub$|^known_hosts|^authorized_keys|^config/.test(name)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    // Whatever is larger is no key.
    if (!info?.isFile() || info.size > 100_000) continue;
    const looked = await lookAtKey(path).catch(() => (name.startsWith('id_') ? {} : undefined));
    if (looked) found.push({ name, path, mode: info.mode, ...looked });
  }
  return found;
}
