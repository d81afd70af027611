import { getCiphers } from 'node:crypto';

import type { Algorithms } from 'ssh2';

import type { Destination } from './destination.js';
import { TunnelError } from './tunnel-error.js';

// All that ssh2 can do without SHA-1 or CBC; first what is fastest on processors with AES instructions.
const kex = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group-exchange-sha256',
];
/** With the names that crypto has for them: Bun's has no chacha20, and ssh2 refuses to offer what is missing. */
const cipherNames = {
  'aes128-gcm@openssh.com': 'aes-128-gcm',
  'aes256-gcm@openssh.com': 'aes-256-gcm',
  'aes128-ctr': 'aes-128-ctr',
  'aes192-ctr': 'aes-192-ctr',
  'aes256-ctr': 'aes-256-ctr',
  'chacha20-poly1305@openssh.com': 'chacha20',
};
const cbcNames = {
  'aes128-cbc': 'aes-128-cbc',
  'aes192-cbc': 'aes-192-cbc',
  'aes256-cbc': 'aes-256-cbc',
  '3des-cbc': 'des-ede3-cbc',
};
const ciphers = available(cipherNames);
const macs = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
];
const hostKeys = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];
/** Offered only where the configuration names them. */
const onRequest = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  ciphers: available(cbcNames),
  macs: ['hmac-sha1-etm@openssh.com', 'hmac-sha1'],
  hostKeys: ['ssh-rsa', 'ssh-dss'],
};

/**
 * What to offer: only what the configuration allows. The host key types that known_hosts holds come first, as with
 * OpenSSH, else a host that is known by one key would show another and look changed.
 */
export function algorithmsFor(destination: Destination, knownTypes: string[]): Algorithms {
  const { algorithms: allowed } = destination;
  const choose = (what: 'kex' | 'ciphers' | 'macs' | 'hostKeys', ours: string[]): string[] => {
    if (!allowed || allowed[what].length === 0) return ours;
    const wanted = new Set(allowed[what]);
    const chosen = [...ours, ...onRequest[what]].filter((name) => wanted.has(name));
    if (chosen.length === 0) throw nothingShared(destination, what, allowed[what]);
    return chosen;
  };
  const known = new Set(knownTypes.flatMap((type) => (type === 'ssh-rsa' ? [...rsaSignatures] : [type])));
  const keys = choose('hostKeys', hostKeys);
  return {
    kex: choose('kex', kex),
    cipher: choose('ciphers', ciphers),
    hmac: choose('macs', macs),
    serverHostKey: [...keys.filter((name) => known.has(name)), ...keys.filter((name) => !known.has(name))],
    compress: ['none'],
  } as Algorithms;
}

const rsaSignatures = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];

function available(names: Record<string, string>): string[] {
  const known = new Set(getCiphers());
  return Object.keys(names).filter((name) => known.has(names[name] ?? ''));
}

function nothingShared({ target }: Destination, what: string, allowed: string[]): TunnelError {
  return new TunnelError(
    'unsupported',
    `The SSH configuration of ${target} allows only ${what} that are not available here: ${allowed.join(', ')}.`,
    { host: target, remedy: 'Allow one more in your ssh_config for this host.' },
  );
}
