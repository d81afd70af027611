import { exitCode } from './exit-code.js';

export type CliErrorCode =
  | 'usage'
  | 'denied'
  | 'cwd'
  | 'dns'
  | 'stub'
  | 'not_confirmed'
  | 'unknown_host'
  | 'duplicate'
  | 'nothing_to_trust'
  | 'no_command'
  | 'no_approval'
  | 'demo_failed'
  | 'key_refused'
  | 'no_opencode'
  | 'no_pages'
  | 'opencode'
  | 'held'
  | 'lost'
  | 'interrupted';

export interface CliErrorInit {
  code: CliErrorCode;
  message: string;
  /** What the person can do next; empty where nothing is needed. */
  remedy?: string;
  host?: string;
  exitCode?: number;
  cause?: unknown;
}

/** A failure that `orssh` itself found; the libraries' errors have the same `code`, `host` and `remedy`. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;
  readonly remedy: string;
  readonly host: string;
  readonly exitCode: number;

  constructor(init: CliErrorInit) {
    super(init.message, { cause: init.cause });
    this.code = init.code;
    this.remedy = init.remedy ?? '';
    this.host = init.host ?? '';
    this.exitCode = init.exitCode ?? exitCode.failed;
  }
}
