import type { ForwardTarget } from './connection.js';
import type { Destination } from './destination.js';
import { TunnelError } from './tunnel-error.js';

/** RFC 4254, 5.1. */
const administrativelyProhibited = 1;
const connectFailed = 2;
const unknownChannelType = 3;

export function closedError({ target }: Destination): TunnelError {
  return new TunnelError('closed', `The connection to ${target} has been closed.`, {
    host: target,
    remedy: 'Connect again.',
  });
}

export function lostError({ target }: Destination, cause: Error | undefined): TunnelError {
  const why = cause ? describe(cause) : 'the server ended it';
  return new TunnelError('lost', `The connection to ${target} was lost: ${why}.`, {
    host: target,
    remedy: 'Check the network, then connect again.',
    cause,
  });
}

export function cancelledError({ target }: Destination, cause: unknown): TunnelError {
  return new TunnelError('cancelled', `What was under way on ${target} was cancelled.`, {
    host: target,
    remedy: 'Start it again when you want it.',
    cause,
  });
}

export function channelTimeout({ target }: Destination, afterMs: number): TunnelError {
  return new TunnelError('timeout', `${target} did not open a channel within ${afterMs / 1000} s.`, {
    host: target,
    remedy: 'The host may be overloaded: try again, or look at its load.',
  });
}

export function channelRefused({ target }: Destination, cause: unknown): TunnelError {
  return new TunnelError('channel_refused', `${target} refused to run a command: ${describe(cause)}.`, {
    host: target,
    remedy:
      'Check MaxSessions, ForceCommand and the account of the host: another session may hold the only place.',
    cause,
  });
}

/** Whether the server refused to open a session at all, so that nothing has run. */
export function isRefusedChannel(error: unknown): boolean {
  if (!(error instanceof TunnelError) || error.code !== 'channel_refused') return false;
  return typeof (error.cause as { reason?: unknown } | undefined)?.reason === 'number';
}

/** The server ended the channel in place of an answer to exec: nothing was started. Dropbear does under load. */
export function wasNotStarted(error: unknown): boolean {
  return error instanceof TunnelError && (error.cause as Error | undefined)?.message === 'Unable to exec';
}

export function forwardRefused(
  { target }: Destination,
  to: ForwardTarget | { host: string; port: number },
  cause: unknown,
): TunnelError {
  const { why, remedy } = refusalOf((cause as { reason?: unknown }).reason, 'socketPath' in to) ?? {
    why: describe(cause),
    remedy: allowForwarding,
  };
  return new TunnelError('forward_refused', `${target} refused a connection to ${nameOf(to)}: ${why}.`, {
    host: target,
    remedy,
    cause,
  });
}

function refusalOf(reason: unknown, isSocket: boolean): { why: string; remedy: string } | undefined {
  switch (reason) {
    case administrativelyProhibited:
      return { why: 'the server forbids it', remedy: allowForwarding };
    case connectFailed:
      // For sockets OpenSSH gives the same answer when it forbids.
      return isSocket
        ? {
            why: 'nobody listens there, or the server forbids it',
            remedy: `${checkProgram} ${allowForwarding}`,
          }
        : { why: 'nobody listens there', remedy: checkProgram };
    case unknownChannelType:
      return {
        why: 'the server cannot do that',
        remedy: 'Use a TCP port, or a command: it needs a newer server.',
      };
    default:
      return undefined;
  }
}

const checkProgram = 'Check that the program on the host is running.';
const allowForwarding =
  'Allow AllowTcpForwarding and AllowStreamLocalForwarding in its sshd_config, or use another way.';

function nameOf(to: ForwardTarget | { host: string; port: number }): string {
  if ('socketPath' in to) return to.socketPath;
  return 'host' in to ? `${to.host}:${to.port}` : `port ${to.port}`;
}

/** The words of an error, without a full stop and without ssh2's prefix. */
export function describe(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/^\(SSH\) /, '').replace(/\.$/, '');
}
