/**
 * `config_invalid`: a file says what it may not. `config_unreadable`: it could not be read or parsed. `config_not_found`: the file
 * that was named is not there. `duplicate`: a name or an alias twice. `unknown_host`, `unknown_provider`, `no_match`: what was asked
 * for is not in the registry. `ambiguous`: several hosts fit. `not_editable`: the file cannot be changed by a program.
 */
export type RegistryErrorCode =
  | 'config_invalid'
  | 'config_unreadable'
  | 'config_not_found'
  | 'duplicate'
  | 'unknown_host'
  | 'unknown_provider'
  | 'no_match'
  | 'ambiguous'
  | 'not_editable';

/** One thing that is wrong in a file. */
export interface ConfigProblem {
  file: string;
  /** From 1 on; absent where the format has none. */
  line?: number;
  /** `providers.gpu.hosts[3].ssh.port`; empty for the file as a whole. */
  path: string;
  /** `providers.gpu.hosts[3].ssh.port is 70000; expected a port from 1 to 65535` */
  message: string;
  remedy: string;
}

export interface RegistryErrorDetails {
  code: RegistryErrorCode;
  message: string;
  remedy: string;
  host?: string;
  problems?: readonly ConfigProblem[];
  cause?: unknown;
}

/** The only error that this package throws. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;
  /** The target that was asked for; empty where the failure is of a file. */
  readonly host: string;
  readonly remedy: string;
  readonly problems: readonly ConfigProblem[];

  constructor(details: RegistryErrorDetails) {
    super(details.message, { cause: details.cause });
    this.code = details.code;
    this.host = details.host ?? '';
    this.remedy = details.remedy;
    this.problems = details.problems ?? [];
  }
}
