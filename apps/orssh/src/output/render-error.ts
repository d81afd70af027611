import type { Colors } from './colors.js';
import { escapeControl } from './escape-control.js';

/** A failure as it is shown and as `--json` prints it. */
export interface Failure {
  code: string;
  host: string;
  message: string;
  remedy: string;
}

/** Reads the `code`, `host` and `remedy` that every error class of this project has; anything else is `internal`. */
export function describeFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return internal(String(error));
  const { code, host, remedy } = error as Error & Partial<Record<keyof Failure, unknown>>;
  if (typeof code !== 'string' || typeof remedy !== 'string') return internal(error.message);
  return {
    code,
    host: escapeControl(typeof host === 'string' ? host : ''),
    message: escapeControl(error.message),
    remedy: escapeControl(remedy),
  };
}

function internal(message: string): Failure {
  return {
    code: 'internal',
    host: '',
    message: escapeControl(message) || 'something failed without a reason',
    remedy: 'this is a fault of orssh: run it again with --verbose and report what it prints',
  };
}

/** `error: <what failed>`, and on the next line what to do about it. The message names the host. */
export function renderFailure({ message, remedy }: Failure, colors: Colors): string {
  const next = remedy === '' ? '' : `${colors.cyan('  →')} ${remedy}\n`;
  return `${colors.red(colors.bold('error:'))} ${message}\n${next}`;
}

/** The stack of an error and of everything that caused it, for `--verbose`. */
export function renderCauses(error: unknown): string {
  const stacks: string[] = [];
  for (let cause: unknown = error; cause instanceof Error && stacks.length < 8; cause = cause.cause) {
    stacks.push(cause.stack ?? cause.message);
  }
  const lines = stacks.flatMap((stack) => stack.split('\n'));
  return lines.map((line) => `  ${escapeControl(line)}\n`).join('');
}
