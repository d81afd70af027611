import { printable } from '@orssh/protocol/printable';

/**
 * `not_linux`, `unknown_arch`: no stub for this host. `disk_full`, `read_only`, `noexec`, `no_permission`: the install root
 * cannot hold a program. `no_shell`: commands do not reach /bin/sh. `upload_corrupt`, `upload_interrupted`: the binary did not
 * arrive. `stub_failed`: the stub said no. `identity_mismatch`: what listens is not our stub; it was told nothing.
 * `stub_missing`: no local binary to upload. `stub_damaged`: a binary, here or there, has another SHA-256 than it should; it was not run.
 * `bad_root`, `bad_option`: what the caller gave cannot be. `not_installed`: there is no stub.
 * `stub_too_old`: the installed one does not know what it was asked. `not_running`: there is none that runs, and none was to be started.
 */
export type BootstrapErrorCode =
  | 'not_linux'
  | 'unknown_arch'
  | 'disk_full'
  | 'read_only'
  | 'noexec'
  | 'no_permission'
  | 'no_shell'
  | 'upload_corrupt'
  | 'upload_interrupted'
  | 'stub_failed'
  | 'stub_missing'
  | 'stub_damaged'
  | 'stub_too_old'
  | 'identity_mismatch'
  | 'bad_root'
  | 'bad_option'
  | 'not_installed'
  | 'not_running'
  | 'timeout'
  | 'cancelled'
  | 'hostile_response';

export interface BootstrapErrorDetails {
  code: BootstrapErrorCode;
  /** The destination as the person typed it. */
  host: string;
  /** What failed on which host and why, in one sentence; what the host said in it is made safe to print. */
  message: string;
  /** What to do next. */
  remedy: string;
  cause?: unknown;
}

/** Getting a stub onto a host, or reaching it there, failed. Errors of the connection itself stay `TunnelError`s. */
export class BootstrapError extends Error {
  override name = 'BootstrapError';
  readonly code: BootstrapErrorCode;
  readonly host: string;
  readonly remedy: string;

  constructor(details: BootstrapErrorDetails) {
    super(printable(details.message), { cause: details.cause });
    this.code = details.code;
    this.host = details.host;
    this.remedy = printable(details.remedy);
  }
}
