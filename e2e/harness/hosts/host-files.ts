import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../available.js';
import { account, type Profile } from '../profile.js';
import { bootScript } from './boot-script.js';
import { makeKey, type KeyPair } from './keys.js';

export interface HostFile {
  /** Absolute path on the host, below `/e2e`. */
  path: string;
  content: string;
  mode: number;
}

/** What a host is given before it starts, and the keys that belong to it. */
export interface HostFiles {
  /** Folder on this machine with the keys; the host's owner removes it. */
  folder: string;
  hostKey: KeyPair;
  login: KeyPair;
  files: HostFile[];
}

/** Makes keys, server configuration and boot script of a host that listens on `listen`. */
export async function hostFiles(
  profile: Profile,
  listen: { address: string; port: number },
): Promise<HostFiles> {
  const folder = await mkdtemp(join(available().folder, 'host-'));
  const [hostKey, login] = await Promise.all([makeKey(folder, 'host_key'), makeKey(folder, 'id_ed25519')]);
  const home = Object.entries({ '.ssh/authorized_keys': `${login.publicKey}\n`, ...profile.files });
  const files = [
    { path: '/e2e/boot', content: bootScript(profile, listen), mode: 0o755 },
    { path: '/e2e/host_key', content: await readFile(hostKey.file, 'utf8'), mode: 0o600 },
    { path: '/e2e/authorized_keys', content: `${login.publicKey}\n`, mode: 0o644 },
    { path: '/e2e/sshd_config', content: sshdConfig(profile, listen), mode: 0o644 },
    ...home.map(([path, content]) => ({ path: `/e2e/home/${path}`, content, mode: 0o644 })),
  ];
  return { folder, hostKey, login, files };
}

export function sshdConfig(profile: Profile, { address, port }: { address: string; port: number }): string {
  return [
    ...(profile.sshd ?? []),
    `Port ${port}`,
    `ListenAddress ${address}`,
    'HostKey /e2e/host_key',
    'AuthorizedKeysFile /e2e/authorized_keys',
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'LogLevel VERBOSE',
    `AllowUsers ${account.user}`,
    '',
  ].join('\n');
}
