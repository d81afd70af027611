import { readFile } from 'node:fs/promises';

import type { Destination } from './destination.js';
import { type KnownHostLine, parseKnownHosts } from './known-hosts.js';
import { TunnelError } from './tunnel-error.js';

/** Reads the person's and the system's known_hosts files; those that are not there are empty. */
export async function readKnownHosts(destination: Destination): Promise<KnownHostLine[]> {
  const files = [...destination.userKnownHostsFiles, ...destination.globalKnownHostsFiles];
  const lines = await Promise.all(files.map((file) => readOne(file, destination)));
  return lines.flat();
}

async function readOne(file: string, { target }: Destination): Promise<KnownHostLine[]> {
  try {
    return parseKnownHosts(await readFile(file, 'utf8'), file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    // Unreadable is not empty: a key that it holds, or revokes, would be ignored.
    throw new TunnelError(
      'config',
      `The known hosts in ${file} cannot be read for ${target} (${code ?? 'error'}).`,
      {
        host: target,
        remedy: `Make ${file} readable for you, or name another UserKnownHostsFile in your ssh_config.`,
        cause,
      },
    );
  }
}
