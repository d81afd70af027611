import type { Authenticator } from './authenticator.js';
import { endedUnanswered } from './auth-errors.js';
import { describe } from './connection-errors.js';
import type { Destination } from './destination.js';
import { droppedBeforeLogin, networkError } from './network-errors.js';
import { TunnelError } from './tunnel-error.js';

export interface FailedLogin {
  destination: Destination;
  /** Absent: the connection ended without a word. */
  cause?: Error;
  /** Present once the login has begun. */
  authenticator?: Authenticator;
  /** A person was being asked. */
  unanswered?: boolean;
}

/** Names what ended a connection before it was ready. */
export function loginError({ destination, cause, authenticator, unanswered }: FailedLogin): Error {
  if (cause instanceof TunnelError) return cause;
  if (unanswered) return endedUnanswered(destination, cause);
  const { level, code } = (cause ?? {}) as { level?: string; code?: unknown };
  if (authenticator) return authenticator.failure(cause);
  if (level === 'client-socket' && typeof code === 'string') return networkError(destination, cause);
  if (!cause || /before handshake/i.test(cause.message)) return droppedBeforeLogin(destination, cause);
  return new TunnelError('unsupported', `No SSH session with ${destination.target}: ${describe(cause)}.`, {
    host: destination.target,
    remedy: 'Check that the port speaks SSH 2, and that the server offers algorithms of this decade.',
    cause,
  });
}
