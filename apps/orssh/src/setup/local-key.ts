import { readFile, readdir } from 'node:fs/promises';
import { homedir, hostname, userInfo } from 'node:os';
import { join } from 'node:path';

import type { PublicKey } from '@orssh/bootstrap';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import type { Asker } from '../prompts/asker.js';
import { writeKeyPair } from './write-key-pair.js';

/** A key of this machine that is to log in on hosts. */
export interface LocalKey {
  /** The private file; the public one where only the agent has the private key. */
  readonly file: string;
  readonly publicFile: string;
  readonly publicKey: PublicKey;
  /** It did not exist before. */
  readonly made: boolean;
}

export interface FindKey {
  cli: Cli;
  asker: Asker | undefined;
  /** As given to `--install-key`; true: the first of ~/.ssh. */
  wanted: string | true;
}

/** The key that `--install-key` means; a new one, after asking, where ~/.ssh has none. */
export async function localKey({ cli, asker, wanted }: FindKey): Promise<LocalKey> {
  const home = cli.env['HOME'] ?? homedir();
  if (wanted !== true) return readKey(wanted.replace(/^~(?=\/)/, home));
  const folder = join(home, '.ssh');
  const first = await firstKey(folder);
  if (first !== undefined) return readKey(first);
  const file = join(folder, 'id_ed25519');
  if (asker === undefined) throw noKey(folder);
  asker.say(`There is no SSH key in ${folder}.`);
  const question = `Make a new ed25519 key, ${file}, without a passphrase (ssh-keygen -p adds one)?`;
  if ((await asker.confirm(question)) !== true) throw noKey(folder);
  const { makeKeyPair } = await cli.libraries.keys();
  await writeKeyPair(file, makeKeyPair(`${userInfo().username}@${hostname()}`));
  return { ...(await readKey(file)), made: true };
}

/** Those that everybody has first; security keys and certificates cannot be used from here. */
async function firstKey(folder: string): Promise<string | undefined> {
  const usual = ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub'];
  const rank = (name: string) => (usual.includes(name) ? usual.indexOf(name) : usual.length);
  const names = await readdir(folder).catch(() => []);
  const [first] = names
    .filter((name) => /^id_.+\.pub$/.test(name) && !/(-cert|_sk)\.pub$/.test(name))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return first === undefined ? undefined : join(folder, first);
}

async function readKey(named: string): Promise<LocalKey> {
  const publicFile = named.endsWith('.pub') ? named : `${named}.pub`;
  const text = await readFile(publicFile, 'utf8').catch((cause: unknown) => {
    throw badKey(publicFile, `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'error'})`, cause);
  });
  const [, type, blob, comment = ''] =
    /^((?:ssh|ecdsa|sk-)[\w@.-]+) ([A-Za-z0-9+/]+={0,2})(?: ([^\r\n]*))?\r?\n?$/.exec(text) ?? [];
  if (type === undefined || blob === undefined) throw badKey(publicFile, 'is no public key of OpenSSH');
  if (type.startsWith('sk-')) throw badKey(publicFile, 'is of a security key, which only OpenSSH can use');
  const file = publicFile.slice(0, -'.pub'.length);
  const isHere = await readFile(file).then(
    () => true,
    () => false,
  );
  return { file: isHere ? file : publicFile, publicFile, publicKey: { type, blob, comment }, made: false };
}

function badKey(file: string, why: string, cause?: unknown): CliError {
  return new CliError({
    code: 'usage',
    message: `${file} ${why}`,
    remedy: 'name a public key, or its private one beside it: --install-key ~/.ssh/id_ed25519.pub',
    exitCode: exitCode.usage,
    cause,
  });
}

function noKey(folder: string): CliError {
  return new CliError({
    code: 'not_confirmed',
    message: `there is no SSH key in ${folder}, and none was made`,
    remedy: 'make one, ssh-keygen -t ed25519, or name another: --install-key FILE',
  });
}
