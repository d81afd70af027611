import { describe } from './connection-errors.js';
import type { Destination } from './destination.js';
import { TunnelError, type TunnelErrorCode } from './tunnel-error.js';

interface Kind {
  code: TunnelErrorCode;
  /** Completes "Cannot connect to host (address): …". */
  why: string;
  remedy: string;
}

const noRoute: Kind = {
  code: 'unreachable',
  why: 'there is no route to it',
  remedy: 'Check network and VPN.',
};
const noName: Kind = {
  code: 'dns',
  why: 'the name cannot be resolved',
  remedy: 'Check the spelling of the host, HostName in your ssh_config, and your DNS.',
};
const reset: Kind = {
  code: 'reset',
  why: 'the server cut the connection before the login',
  remedy:
    'The host may limit connections (MaxStartups, fail2ban) or the port may not be SSH: wait and try again.',
};
const kinds: Record<string, Kind | undefined> = {
  ENOTFOUND: noName,
  EAI_AGAIN: noName,
  EAI_FAIL: noName,
  EAI_NONAME: noName,
  ECONNREFUSED: {
    code: 'refused',
    why: 'nothing listens on that port',
    remedy: 'Check that sshd runs on the host, and the port.',
  },
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  EADDRNOTAVAIL: noRoute,
  EHOSTDOWN: noRoute,
  ETIMEDOUT: {
    code: 'timeout',
    why: 'it did not answer',
    remedy: 'Check that the host is up and that no firewall drops the connection.',
  },
  ECONNRESET: reset,
  EPIPE: reset,
};

/** Names what the operating system said when the connection was opened or broke before the login. */
export function networkError(destination: Destination, cause: unknown): TunnelError {
  const { code } = cause as NodeJS.ErrnoException;
  const kind = kinds[code ?? ''] ?? {
    code: 'unreachable' as const,
    why: describe(cause),
    remedy: noRoute.remedy,
  };
  return new TunnelError(kind.code, `Cannot connect to ${where(destination)}: ${kind.why}.`, {
    host: destination.target,
    remedy: kind.remedy,
    cause,
  });
}

export function droppedBeforeLogin(destination: Destination, cause?: unknown): TunnelError {
  return networkError(
    destination,
    Object.assign(new Error('connection closed', { cause }), { code: 'ECONNRESET' }),
  );
}

export function connectTimeout(destination: Destination, step: string, afterMs: number): TunnelError {
  const seconds = Math.round(afterMs / 100) / 10;
  return new TunnelError(
    'timeout',
    `Cannot connect to ${where(destination)}: no ${step} within ${seconds} s.`,
    {
      host: destination.target,
      remedy:
        'Check that the host is up and that no firewall drops the connection, or allow more time (ConnectTimeout).',
    },
  );
}

/** `alias (address:port)`. */
function where({ target, host, port }: Destination): string {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return target === host || target === address ? address : `${target} (${address})`;
}
