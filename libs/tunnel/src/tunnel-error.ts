import { printable } from '@orssh/protocol/printable';

/** What went wrong, for programs. The message and the remedy are for people. */
export type TunnelErrorCode =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'reset'
  | 'auth_failed'
  | 'auth_cancelled'
  | 'key_unreadable'
  | 'key_passphrase'
  | 'host_key_unknown'
  | 'host_key_changed'
  | 'host_key_revoked'
  | 'config'
  | 'proxy_failed'
  | 'forward_refused'
  | 'channel_refused'
  | 'unsupported'
  | 'closed'
  | 'lost'
  | 'cancelled';

export interface TunnelErrorOptions {
  /** The host as the person knows it: the target typed. */
  host: string;
  /** What to do next, as a sentence. */
  remedy: string;
  cause?: unknown;
}

/** The only error that this package rejects with. `message` says what failed, on which host and why; it is safe to print. */
export class TunnelError extends Error {
  readonly code: TunnelErrorCode;
  readonly host: string;
  readonly remedy: string;

  constructor(code: TunnelErrorCode, message: string, options: TunnelErrorOptions) {
    super(printable(message), { cause: options.cause });
    this.name = 'TunnelError';
    this.code = code;
    this.host = options.host;
    this.remedy = printable(options.remedy);
  }
}
