import type { Destination } from './destination.js';
import { describeHostKey } from './host-key.js';
import { type KnownHostLine, matchesHost } from './known-hosts.js';

/** What known_hosts says of a key that a host has shown. */
export type HostKeyVerdict =
  | { name: 'known'; line: KnownHostLine }
  | { name: 'unknown'; knownAs: string[] }
  | { name: 'changed'; line: KnownHostLine }
  | { name: 'revoked'; line: KnownHostLine }
  /** Only a certificate authority vouches for the host; a plain key proves nothing then. */
  | { name: 'authority'; line: KnownHostLine };

/** The name under which known_hosts has a host: its alias, else the host, with a port that is not 22. */
export function knownHostName({ hostKeyAlias, host, port }: Destination): string {
  if (hostKeyAlias !== undefined) return hostKeyAlias.toLowerCase();
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Judges a key as OpenSSH does. A revoked key is revoked whatever else is written. */
export function judgeHostKey(lines: KnownHostLine[], destination: Destination, key: Buffer): HostKeyVerdict {
  const name = knownHostName(destination);
  const ofHost = lines.filter(({ hosts }) => matchesHost(hosts, name));
  const same = (line: KnownHostLine): boolean => line.key.equals(key);
  const revoked = ofHost.find((line) => line.marker === 'revoked' && same(line));
  if (revoked) return { name: 'revoked', line: revoked };

  const plain = ofHost.filter((line) => line.marker === undefined);
  const known = plain.find(same) ?? knownWithoutPort(lines, destination, plain, same);
  if (known) return { name: 'known', line: known };
  const { type } = describeHostKey(key);
  const changed = plain.find((line) => line.keyType === type);
  if (changed) return { name: 'changed', line: changed };
  const authority = ofHost.find((line) => line.marker === 'cert-authority');
  if (authority && plain.length === 0) return { name: 'authority', line: authority };
  const others = lines.filter((line) => line.marker === undefined && same(line));
  return { name: 'unknown', knownAs: others.map((line) => nameOf(line)) };
}

/** OpenSSH takes a key that is written for the host without its port, where the port has no line of its own. */
function knownWithoutPort(
  lines: KnownHostLine[],
  { hostKeyAlias, host, port }: Destination,
  plain: KnownHostLine[],
  same: (line: KnownHostLine) => boolean,
): KnownHostLine | undefined {
  if (hostKeyAlias !== undefined || port === 22 || plain.length > 0) return undefined;
  return lines.find((line) => line.marker === undefined && same(line) && matchesHost(line.hosts, host));
}

/** Key types that known_hosts holds for the host, so that the server is asked for these first. */
export function knownKeyTypes(lines: KnownHostLine[], destination: Destination): string[] {
  const name = knownHostName(destination);
  const ofHost = (wanted: string): KnownHostLine[] =>
    lines.filter(({ marker, hosts }) => marker === undefined && matchesHost(hosts, wanted));
  const exact = ofHost(name);
  return [...new Set((exact.length > 0 ? exact : ofHost(destination.host)).map(({ keyType }) => keyType))];
}

function nameOf({ hosts, file, line }: KnownHostLine): string {
  return hosts.startsWith('|') ? `${file}:${line}` : hosts;
}
