import { createHmac, timingSafeEqual } from 'node:crypto';

/** One usable line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHostLine {
  file: string;
  /** Counted from 1. */
  line: number;
  marker?: 'revoked' | 'cert-authority';
  /** Patterns, or one `|1|salt|hash`. */
  hosts: string;
  keyType: string;
  key: Buffer;
}

/** Reads a known_hosts file. A line that makes no sense matches nothing, as with OpenSSH. */
export function parseKnownHosts(text: string, file: string): KnownHostLine[] {
  return text.split('\n').flatMap((raw, index) => parseLine(raw, file, index + 1) ?? []);
}

function parseLine(raw: string, file: string, line: number): KnownHostLine | undefined {
  const fields = raw.trim().split(/[ \t]+/);
  if (fields[0] === '' || fields[0]?.startsWith('#')) return undefined;
  let marker: KnownHostLine['marker'];
  if (fields[0]?.startsWith('@')) {
    const name = fields.shift()?.slice(1);
    if (name !== 'revoked' && name !== 'cert-authority') return undefined;
    marker = name;
  }
  const [hosts, keyType, encoded] = fields;
  if (!hosts || !keyType || !encoded) return undefined;
  const key = Buffer.from(encoded, 'base64');
  // The blob says its type again (RFC 4253, 6.6).
  if (key.length < 4 || key.readUInt32BE(0) !== keyType.length) return undefined;
  if (key.toString('latin1', 4, 4 + keyType.length) !== keyType) return undefined;
  return { file, line, marker, hosts, keyType, key };
}

/** Whether a line's host field holds `name` (a host, `[host]:port`, or a HostKeyAlias). */
export function matchesHost(hosts: string, name: string): boolean {
  const wanted = name.toLowerCase();
  if (hosts.startsWith('|')) return matchesHash(hosts, wanted);
  let found = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, wanted)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt, hash, ...rest] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined || rest.length > 0) return false;
  const wanted = Buffer.from(hash, 'base64');
  const mine = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === mine.length && timingSafeEqual(wanted, mine);
}

/** `*` and `?`, in linear time: a hostile line must not stop us. */
function matchesPattern(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let retry = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      retry = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
