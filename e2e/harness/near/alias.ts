import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../available.js';
import type { Address, TestHost } from '../hosts/host-driver.js';

export interface AliasOptions {
  /** Where to connect instead of the host's own address: a cable, or its inner address behind a jump host. */
  address?: Address;
  identityFile?: string;
  /** Content of the alias's known_hosts file; default: the host's key. */
  knownHosts?: string;
  /** Further lines of the ssh_config block; they win over the others. */
  lines?: string[];
  /** The near side that gets it; default: that of the run. */
  folder?: string;
  /** What a person types; default: a name that nobody has. */
  name?: string;
}

export interface Alias {
  /** What a person types. */
  name: string;
  knownHostsFile: string;
}

/** Adds an ssh_config alias for the host, as a person would have it: address, key, known host key. */
export async function addAlias(host: TestHost, options: AliasOptions = {}): Promise<Alias> {
  const { folder = available().folder, name = `e2e-${randomBytes(5).toString('hex')}` } = options;
  const knownHostsFile = join(folder, `${name}.known_hosts`);
  const address = options.address ?? host.address;
  await writeFile(knownHostsFile, options.knownHosts ?? `${knownAs(address)} ${host.hostKey}\n`);
  const lines = [
    ...(options.lines ?? []),
    `HostName ${address.host}`,
    `Port ${address.port}`,
    `User ${host.user}`,
    `IdentityFile ${options.identityFile ?? host.identityFile}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${knownHostsFile}`,
    'GlobalKnownHostsFile /dev/null',
  ];
  await writeFile(
    join(folder, 'config.d', name),
    `Host ${name}\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );
  return { name, knownHostsFile };
}

/** The name of an address in known_hosts. */
export function knownAs({ host, port }: Address): string {
  return port === 22 ? host : `[${host}]:${port}`;
}
