import type { CommandExit } from '@orssh/protocol';

import { commandExitCode, exitCode } from '../exit-code.js';
import type { Failure } from '../output/render-error.js';

/** What became of one host of several. */
export type Outcome = { readonly host: string } & (
  | { readonly kind: 'ended'; readonly end: CommandExit }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly exitCode: number }
  /** Its turn never came, or was taken away before anything ran. */
  | { readonly kind: 'not_started' }
  /** Ctrl-C ended it half-way. */
  | { readonly kind: 'interrupted' }
);

/** In a word or two: `ok`, `exit 3`, `SIGTERM`, `unreachable`. */
export function outcomeName(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'ready':
      return 'ready';
    case 'not_started':
      return 'not started';
    case 'interrupted':
      return 'interrupted';
    case 'ended': {
      const { timedOut, signal, exitCode: code } = outcome.end;
      if (timedOut) return 'timed out';
      return signal ?? (code === 0 ? 'ok' : `exit ${code ?? ''}`);
    }
    case 'failed':
      if (/^(auth|key)_/.test(outcome.failure.code)) return 'no login';
      if (outcome.failure.code.startsWith('host_key_')) return 'host key';
      return failureNames[outcome.exitCode] ?? 'failed';
  }
}

const failureNames: Record<number, string> = {
  [exitCode.unreachable]: 'unreachable',
  [exitCode.denied]: 'denied',
  [exitCode.cannotStart]: 'cannot start',
  [exitCode.leased]: 'leased',
};

export function worked(outcome: Outcome): boolean {
  return outcome.kind === 'ready' || (outcome.kind === 'ended' && commandExitCode(outcome.end) === 0);
}

/** The exit code of all together: the one that they all have, else {@link exitCode.mixed}. */
export function fleetExitCode(outcomes: readonly Outcome[]): number {
  const codes = new Set(outcomes.flatMap(codeOf));
  const [code = exitCode.failed] = codes;
  return codes.size > 1 ? exitCode.mixed : code;
}

/** Neither worked nor failed. */
export function wasLeft(
  outcome: Outcome,
): outcome is Extract<Outcome, { kind: 'not_started' | 'interrupted' }> {
  return outcome.kind === 'not_started' || outcome.kind === 'interrupted';
}

function codeOf(outcome: Outcome): number[] {
  if (wasLeft(outcome)) return [];
  if (outcome.kind === 'failed') return [outcome.exitCode];
  return [outcome.kind === 'ready' ? exitCode.ok : commandExitCode(outcome.end)];
}

/** Why a host was not reached, where it was tried. */
export function unreachedBecause(outcome: Outcome): string | undefined {
  return outcome.kind === 'failed' && outcome.exitCode === exitCode.unreachable
    ? outcome.failure.message
    : undefined;
}
