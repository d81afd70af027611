import type { OpenHostOptions } from '@orssh/adaptor';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import type { FleetTarget } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { escapeControl } from '../output/escape-control.js';
import type { LocalKey } from './local-key.js';

export interface InstallKey {
  cli: Cli;
  session: HostSession;
  target: FleetTarget;
  key: LocalKey;
  onProgress?: OpenHostOptions['onProgress'];
  onStep: (text: string) => void;
}

/** What was done so that a key logs in, as `--json` prints it. What came from the host is escaped. */
export interface InstalledKey {
  publicKey: string;
  /** The key itself did not exist here before. */
  generated: boolean;
  /** False: it logged in already, and nothing was changed. */
  added: boolean;
  /** authorized_keys on the host. */
  file?: string;
  made?: string[];
  tightened?: string[];
  /** Whether a later login finds it: ssh_config names it for this host, or it has a name that ssh tries by itself. */
  configured?: boolean;
}

/** Makes `key` log in on a host that so far takes only something else, and proves it by a login of its own. */
export async function installKey(how: InstallKey): Promise<InstalledKey> {
  const { cli, session, target, key, onProgress, onStep } = how;
  const own = { host: target.host, ...(onProgress && { onProgress }) };
  const about = { publicKey: key.publicFile, generated: key.made };
  onStep('trying the key');
  if (await logsIn(how)) return { ...about, added: false };

  const { authorizeKey } = await cli.libraries.bootstrap();
  const { connection } = await session.connect(target.target, own);
  onStep('adding the key');
  const configured = connection.destination.identityFiles.includes(key.file);
  const done = await authorizeKey(connection, key.publicKey, { signal: cli.interrupts.signal }).finally(() =>
    connection.close(),
  );

  onStep('logging in with the key');
  if (!(await logsIn(how))) throw refused(how, done);
  const safe = (paths: string[]) => paths.map(escapeControl);
  return {
    ...about,
    added: done.added,
    file: escapeControl(done.file),
    made: safe(done.made),
    tightened: safe(done.tightened),
    configured,
  };
}

/** Whether the server takes the key, with nothing else tried. */
async function logsIn({ session, target, key, onProgress }: InstallKey): Promise<boolean> {
  const own = { host: target.host, onlyKey: key.file, ...(onProgress && { onProgress }) };
  try {
    const { connection } = await session.connect(target.target, own);
    await connection.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'auth_failed') return false;
    throw error;
  }
}

function refused(
  { target: { target }, key }: InstallKey,
  { file, added, loose }: { file: string; added: boolean; loose?: string },
): CliError {
  const where = escapeControl(file);
  const state = added ? `was added to ${where}` : `is in ${where}`;
  return new CliError({
    code: 'key_refused',
    host: target,
    message: `${key.publicFile} ${state} on ${target}, and the server does not let it in all the same`,
    remedy: loose
      ? `others may write ${escapeControl(loose)} there, which sshd does not accept: chmod go-w it`
      : "look at PubkeyAuthentication and AuthorizedKeysFile in the host's sshd_config, and at what its sshd logs",
    exitCode: exitCode.unreachable,
  });
}

/** What was done, for a person: parts that stand on lines of their own, or with semicolons between them. */
export function describeInstalledKey(key: InstalledKey): string[] {
  const { publicKey, generated, added, file, made = [], tightened = [], configured } = key;
  if (file === undefined) return [`${publicKey} logs in already; nothing was changed`];
  const identity = publicKey.replace(/\.pub$/, '');
  return [
    ...(generated ? [`${publicKey} is new`] : []),
    added ? `${publicKey} was added to ${file}` : `${publicKey} was in ${file} already`,
    ...(made.length > 0 ? [`${made.join(' and ')} ${made.length > 1 ? 'were' : 'was'} made`] : []),
    ...tightened.map((path) => `others may no longer write ${path}`),
    'a new login with it worked',
    ...(configured === false ? [`for later logins add IdentityFile ${identity} to your ssh_config`] : []),
  ];
}
