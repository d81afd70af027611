import type { Cli } from '../cli.js';
import type { HostSession } from '../host/session.js';
import type { SessionOptions } from './opencode-options.js';

export interface OpenOptions extends SessionOptions {
  web?: boolean;
  serve?: boolean;
  /** False with `--no-browser`. */
  browser: boolean;
  secretFile?: string;
}

/** One run of `orssh open`. */
export interface OpenRun {
  cli: Cli;
  session: HostSession;
  target: string;
  options: OpenOptions;
  /** For OpenCode. */
  passed: readonly string[];
}
