import type { ExecRequest } from '@orssh/protocol';

import type { TargetOptions } from '../host/target-options.js';
import type { Input } from '../output/streams.js';
import { passesStdin } from './stdin-source.js';

export interface ExecOptions extends TargetOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Milliseconds. */
  timeout?: number;
  allow?: string[];
  stdin?: boolean;
}

/** The request for `words`: several are a program with its arguments, a single one is a line for the shell. */
export function buildRequest(
  words: readonly string[],
  options: ExecOptions,
  { stdin, canAsk }: { stdin: Input; canAsk: boolean },
): ExecRequest {
  const [line = '', ...more] = words;
  return {
    ...(more.length > 0 ? { argv: [...words] } : { command: line }),
    cwd: options.cwd === undefined ? undefined : fromHome(options.cwd),
    env: options.env,
    timeoutMs: options.timeout,
    allow: options.allow?.flatMap(allowed),
    stdin: passesStdin(stdin, options.stdin === true) ? 'pipe' : 'none',
    streams: 'separate',
    // Output goes to a reader who may be slow; nothing of it may be lost.
    onFull: 'block',
    onDenied: canAsk ? 'wait' : 'fail',
  };
}

/** A folder is meant with all below it, as in `orssh approvals add`; of a file the second pattern is about nothing. */
function allowed(pattern: string): string[] {
  if (/[*?]/.test(pattern)) return [pattern];
  const path = pattern.replace(/(?<=.)\/+$/, '');
  return [path, `${path === '/' ? '' : path}/*`];
}

/** The stub takes absolute paths and `~/…`; what a person writes without either is meant from the home, as in ssh. */
export function fromHome(folder: string): string {
  return /^[/~]/.test(folder) ? folder : `~/${folder}`;
}
