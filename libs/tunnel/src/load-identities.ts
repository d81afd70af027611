import { createReadStream } from 'node:fs';

import type { ParsedKey } from 'ssh2';

import { listAgentKeys } from './agent-keys.js';
import type { Destination } from './destination.js';
import { homeFolder } from './expand-tokens.js';
import type { Identity, SkipReason } from './identity.js';
import { readPrivateKey, readPublicHalf } from './read-private-key.js';

/**
 * The keys to try, in OpenSSH's order: those of the agent that are configured too, the agent's others (unless
 * IdentitiesOnly), then the files that the agent does not hold.
 */
export async function loadIdentities(destination: Destination): Promise<Identity[]> {
  if (!destination.pubkeyAuthentication) return [];
  const [files, agent] = await Promise.all([
    Promise.all(destination.identityFiles.map(loadFile)),
    listAgentKeys(destination.identityAgent),
  ]);
  const heldBy = (key: ParsedKey | undefined): Identity | undefined =>
    key && agent.find((one) => one.kind === 'agent' && sameKey(one.publicKey, key));
  const configured = files.flatMap(({ publicKey }) => heldBy(publicKey) ?? []);
  const others = destination.identitiesOnly ? [] : agent.filter((one) => !configured.includes(one));
  const alone = files.flatMap(({ identity, publicKey }) => (identity && !heldBy(publicKey) ? identity : []));
  return [...new Set([...configured, ...others]), ...alone];
}

/** As OpenSSH reads them. */
const largestKeyFile = 1024 * 1024;

interface LoadedFile {
  identity?: Identity;
  publicKey?: ParsedKey;
}

async function loadFile(file: string): Promise<LoadedFile> {
  const label = tildify(file);
  const skipped = (code: SkipReason['code'], text: string): LoadedFile => ({
    identity: { kind: 'skipped', label, why: { code, text } },
  });
  let text: string;
  try {
    text = await readKeyFile(file);
  } catch (error) {
    return skipped('key_unreadable', `unreadable (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  const content = readPrivateKey(text);
  switch (content.name) {
    case 'key':
      return { identity: { kind: 'file', label, key: content.key }, publicKey: content.key };
    case 'public':
      // Names a key that the agent holds.
      return { publicKey: content.key };
    case 'security-key':
      return skipped('unsupported', 'is a security key, which only OpenSSH can use');
    case 'invalid':
    case 'wrong-passphrase':
      return skipped('key_unreadable', `is no usable key${'why' in content ? ` (${content.why})` : ''}`);
    case 'encrypted': {
      const publicKey = readPublicHalf(text) ?? (await readPublicFile(`${file}.pub`));
      return { identity: { kind: 'encrypted', label, file, text, publicKey }, publicKey };
    }
  }
}

/** A project's configuration may name any file, also one that has no end. */
async function readKeyFile(file: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestKeyFile) throw Object.assign(new Error(`${file} is too large`), { code: 'EFBIG' });
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function readPublicFile(file: string): Promise<ParsedKey | undefined> {
  try {
    const content = readPrivateKey(await readKeyFile(file));
    return content.name === 'public' ? content.key : undefined;
  } catch {
    return undefined;
  }
}

function sameKey(one: ParsedKey, other: ParsedKey): boolean {
  return one.getPublicSSH().equals(other.getPublicSSH());
}

function tildify(path: string): string {
  const home = homeFolder();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
