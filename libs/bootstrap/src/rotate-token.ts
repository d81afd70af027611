import type { Connection } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import { manage, type ManageOptions, stubJson } from './manage.js';
import { tokenIn } from './read-token.js';
import type { RememberedStubs } from './remember.js';
import { rememberToken } from './remember-token.js';

export interface RotatedToken {
  /** Resolved root on the host. */
  root: string;
  /** False where there is none yet. */
  rotated: boolean;
  /** A stub runs, and has taken the new one. */
  running: boolean;
}

/**
 * Makes another token on the host, which the stub that runs takes at once: the old one is refused, what is under way goes on. What
 * is remembered here of that stub is brought up to date; clients elsewhere read the new one over SSH when theirs is refused.
 * When it rejects with `stub_failed` the old token is in force.
 */
export async function rotateToken(
  connection: Connection,
  options: ManageOptions & { remembered?: RememberedStubs } = {},
): Promise<RotatedToken> {
  const answer = await manage(connection, 'rotate', options, ['--with-token']);
  const root = answer.get('root') ?? '';
  if (!answer.has('installed')) return { root, rotated: false, running: false };
  if (answer.get('rc') === '2' && answer.get('printed')?.includes('unknown command') === true)
    throw tooOld(connection);
  const { rotated, running, token } = stubJson(answer, connection);
  const fresh = tokenIn(token);
  if (rotated === true && fresh !== undefined) await rememberToken(connection, options, fresh);
  return { root, rotated: rotated === true, running: running === true };
}

function tooOld({ destination: { target: host } }: Connection): BootstrapError {
  return new BootstrapError({
    code: 'stub_too_old',
    host,
    message: `The stub on ${host} is of a version that cannot rotate its token.`,
    remedy: `Bring it up to date with \`orssh setup ${host}\`, then try again.`,
  });
}
