import type { Tried } from './authenticator.js';
import type { Destination } from './destination.js';
import { TunnelError, type TunnelErrorCode } from './tunnel-error.js';

export function cancelledLogin({ target, user }: Destination, cause?: unknown): TunnelError {
  return new TunnelError(
    'auth_cancelled',
    `The login as ${user} on ${target} was cancelled: no answer was given.`,
    {
      host: target,
      remedy: 'Connect again and answer, or set up a key that needs no question.',
      cause,
    },
  );
}

/** A server waits for a login as long as its LoginGraceTime says, also for a person who goes to look something up. */
export function endedUnanswered({ target }: Destination, cause?: unknown): TunnelError {
  return new TunnelError(
    'auth_cancelled',
    `The connection to ${target} ended before the question was answered.`,
    {
      host: target,
      remedy:
        'Connect again and answer sooner: most servers wait two minutes for a login (LoginGraceTime in their sshd_config).',
      cause,
    },
  );
}

/** Names all that was tried. The code tells a key that could not be used from a server that refused. */
export function loginFailed(
  { target, user, onlyOpenSsh = [] }: Destination,
  tried: Tried[],
  methodsLeft: string[],
  cause?: unknown,
): TunnelError {
  const refused = tried.some(({ skipped }) => skipped === undefined);
  const skipped = tried.find((one) => one.skipped !== undefined)?.skipped;
  const others = onlyOpenSsh.map((option) => `${option} can only be used by OpenSSH`);
  let code: TunnelErrorCode = 'auth_failed';
  if (!refused) code = skipped ?? (others.length > 0 ? 'unsupported' : 'auth_failed');
  const list = [...counted(tried.map(({ what, outcome }) => `${what} ${outcome}`)), ...others];
  const offered = methodsLeft.length > 0 ? ` The server would take: ${methodsLeft.join(', ')}.` : '';
  const story =
    list.length > 0 ? list.join('; ') : 'there is no key, and nobody is there to ask for a password';
  return new TunnelError(code, `${target} did not let ${user} log in: ${story}.${offered}`, {
    host: target,
    remedy:
      remedies[code] ??
      (tried.some(isAnswer)
        ? `Check the user name and the password. A key in ${user}'s authorized_keys on the host needs none.`
        : `Check the user name and that ${user}'s authorized_keys on the host has your public key.`),
    cause,
  });
}

/** What a person has typed. */
function isAnswer({ what }: Tried): boolean {
  return what === 'password' || what === 'keyboard-interactive';
}

/** `password refused 3 times` */
function counted(lines: string[]): string[] {
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  return [...times].map(([line, count]) => (count === 1 ? line : `${line} ${count} times`));
}

const remedies: Partial<Record<TunnelErrorCode, string>> = {
  key_passphrase: 'Unlock the key with its passphrase, or add it to ssh-agent with ssh-add.',
  key_unreadable: 'Check the path and the permissions of the key file (IdentityFile).',
  unsupported: 'Add a plain key (ssh-keygen -t ed25519) to the host, or load the key into ssh-agent.',
};
