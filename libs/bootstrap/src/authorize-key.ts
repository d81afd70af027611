import type { Connection } from '@orssh/tunnel';

import { authorizeKeyScript, type PublicKey } from './authorize-key-script.js';
import { BootstrapError } from './errors.js';
import { excerpt } from './excerpt.js';
import { runScript } from './run-script.js';
import { withDeadline } from './with-deadline.js';

export interface AuthorizedKey {
  /** authorized_keys on the host. */
  file: string;
  /** False: it was there already. */
  added: boolean;
  /** Files and folders that did not exist. */
  made: string[];
  /** What the group or others could write, which OpenSSH would not accept. */
  tightened: string[];
  /** The home, if others may write it: left as it is, and perhaps not accepted. */
  loose?: string;
}

/**
 * Lets whoever has the key log in as the connection's user from now on. Whether the server agrees, only a new login
 * tells. Rejects with `no_permission` where the file cannot be written.
 */
export async function authorizeKey(
  connection: Connection,
  key: PublicKey,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<AuthorizedKey> {
  const { target: host, user } = connection.destination;
  const answer = await withDeadline({ ...options, host, defaultMs: 30_000 }, (signal) =>
    runScript(connection, (marker) => authorizeKeyScript(marker, key), signal),
  );
  const file = answer.get('file') ?? '';
  const problem = answer.get('problem');
  if (problem !== undefined) {
    throw new BootstrapError({
      code: 'no_permission',
      host,
      message: `The key could not be added to ${file} on ${host}${excerpt(problem)}.`,
      remedy: `Look at the owner, the rights and the free space there, or have an administrator add the key for ${user}.`,
    });
  }
  const list = (name: string) => answer.get(name)?.split('\n').filter(Boolean) ?? [];
  return {
    file,
    added: answer.has('added'),
    made: list('made'),
    tightened: list('tightened'),
    loose: answer.get('loose'),
  };
}
