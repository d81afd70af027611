import { LeaseError } from '@orssh/lease';
import { TunnelError, type TunnelErrorCode } from '@orssh/tunnel';

import { AdaptorError, type AdaptorErrorCode } from '../errors.js';
import { StubError } from '../stub-error.js';
import { plain } from './plain.js';

export interface WorkspaceFailure {
  /** Completes "Cannot …": `create the workspace app on box`. */
  what: string;
  host: string;
  error: unknown;
  code?: AdaptorErrorCode;
}

/** What OpenCode shows of an error is its message: it says what to do, too. */
export function workspaceError({ what, host, error, code = 'workspace_failed' }: WorkspaceFailure): Error {
  if (error instanceof AdaptorError && isWorkspaceCode(error.code)) return error;
  const why = whyOf(error);
  const remedy = remedyOf(error, host);
  return new AdaptorError(code, host, `Cannot ${what}: ${sentence(why)} ${remedy}`.trim(), remedy, error);
}

export function whyOf(error: unknown): string {
  return plain(error instanceof Error ? error.message : String(error));
}

function isWorkspaceCode(code: AdaptorErrorCode): boolean {
  return code === 'bad_workspace' || code === 'workspace_failed' || code === 'unknown_workspace';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What a person could have been asked in a terminal, OpenCode cannot ask. */
const asked: Partial<Record<TunnelErrorCode, (host: string) => string>> = {
  host_key_unknown: (host) =>
    `OpenCode has no terminal to ask in: run \`orssh setup ${host}\` once in one, which shows the key and asks.`,
  key_passphrase: (host) =>
    `OpenCode has no terminal to ask for the passphrase in: load the key into ssh-agent with ssh-add, and see that \`orssh exec ${host} true\` works without a question.`,
  auth_failed: (host) =>
    `Check the user name and the key; where a password is needed, \`orssh setup ${host}\` in a terminal puts your key there.`,
  auth_cancelled: (host) =>
    `OpenCode has no terminal to ask in: \`orssh setup ${host}\` in a terminal puts a key there that needs no question.`,
};

export function remedyOf(error: unknown, host: string): string {
  if (error instanceof TunnelError && asked[error.code]) return asked[error.code]?.(host) ?? '';
  if (error instanceof LeaseError && error.code === 'held')
    return `Wait until it is free: a holder that has ended loses it within a minute. \`orssh leases steal ${host}\` takes it from one that goes on.`;
  if (error instanceof StubError && error.advice !== undefined) return error.advice;
  if (error instanceof Error && 'remedy' in error && typeof error.remedy === 'string')
    return plain(error.remedy);
  return `\`orssh doctor ${host}\` looks for the cause.`;
}
