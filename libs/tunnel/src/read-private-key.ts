import { createPrivateKey } from 'node:crypto';

import ssh2, { type ParsedKey } from 'ssh2';

/** What a private key file holds, as far as it can be read with the passphrase given. */
export type PrivateKeyContent =
  | { name: 'key'; key: ParsedKey }
  | { name: 'encrypted' }
  | { name: 'wrong-passphrase' }
  | { name: 'public'; key: ParsedKey }
  | { name: 'security-key' }
  | { name: 'invalid'; why: string };

/** Reads OpenSSH's own format, PEM (PKCS#1, SEC1) and PKCS#8 of RSA and ECDSA keys. */
export function readPrivateKey(text: string, passphrase?: string): PrivateKeyContent {
  if (publicBlob(text)?.subarray(4, 7).toString() === 'sk-') return { name: 'security-key' };
  if (/^sk-\S+ /.test(text)) return { name: 'security-key' };
  const pem = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.exec(text);
  if (pem) return readPkcs8(text, pem[1] !== undefined, passphrase);
  const parsed = ssh2.utils.parseKey(text, passphrase) as ParsedKey | ParsedKey[] | Error;
  if (parsed instanceof Error) return nameFailure(parsed.message, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key) return { name: 'invalid', why: 'it holds no key' };
  return key.isPrivateKey() ? { name: 'key', key } : { name: 'public', key };
}

/** The public half, which OpenSSH's format keeps readable beside the encrypted one. */
export function readPublicHalf(text: string): ParsedKey | undefined {
  const blob = publicBlob(text);
  const parsed = blob && ssh2.utils.parseKey(blob);
  return parsed instanceof Error ? undefined : parsed;
}

/** openssh-key-v1 (PROTOCOL.key): magic, cipher, kdf, kdf options, count, public key. */
function publicBlob(text: string): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const data = Buffer.from(body, 'base64');
  let at = 'openssh-key-v1\0'.length;
  const next = (): Buffer => {
    const length = data.readUInt32BE(at);
    const field = data.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return field;
  };
  try {
    // Cipher, kdf, kdf options; then the number of keys.
    for (let skipped = 0; skipped < 3; skipped++) next();
    at += 4;
    return next();
  } catch {
    return undefined;
  }
}

function readPkcs8(text: string, encrypted: boolean, passphrase?: string): PrivateKeyContent {
  if (encrypted && passphrase === undefined) return { name: 'encrypted' };
  try {
    const key = createPrivateKey({ key: text, passphrase });
    const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
    if (type === 'sec1' && key.asymmetricKeyType !== 'ec') {
      return { name: 'invalid', why: `PKCS#8 with ${key.asymmetricKeyType ?? 'an unknown kind of key'}` };
    }
    return readPrivateKey(key.export({ type, format: 'pem' }).toString());
  } catch (error) {
    return encrypted ? { name: 'wrong-passphrase' } : { name: 'invalid', why: (error as Error).message };
  }
}

function nameFailure(message: string, passphrase: string | undefined): PrivateKeyContent {
  if (message.includes('no passphrase given')) return { name: 'encrypted' };
  if (passphrase !== undefined && /passphrase|integrity|malformed/i.test(message)) {
    return { name: 'wrong-passphrase' };
  }
  return { name: 'invalid', why: message };
}
