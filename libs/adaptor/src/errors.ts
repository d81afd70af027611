import { parseHostJson, printable, type StubErrorBody, stubErrorBodySchema } from '@orssh/protocol';

import { StubError } from './stub-error.js';

export type AdaptorErrorCode =
  | 'unreachable'
  | 'closed'
  | 'hostile_response'
  | 'detached'
  | 'stdin_closed'
  | 'not_enforced'
  | 'bad_workspace'
  | 'no_folder'
  | 'workspace_failed'
  | 'state_not_written'
  | 'unknown_workspace';

/**
 * Talking to the stub failed. `unreachable`: the stream to it broke; a running command goes on and can be attached to again.
 * `closed`: this side closed. `hostile_response`: what came cannot be a stub's answer. `detached`: this side stopped following.
 * `not_enforced`: the host's kernel does not hold commands to the approved paths, which was required. `bad_workspace`: what was asked
 * for cannot be. `no_folder`: the host has no such folder. `workspace_failed`: it could not be made or reached. `state_not_written`: what
 * this machine keeps of it could not be stored. `unknown_workspace`: nothing here knows it.
 */
export class AdaptorError extends Error {
  override name = 'AdaptorError';
  readonly remedy: string;

  constructor(
    readonly code: AdaptorErrorCode,
    readonly host: string,
    message: string,
    remedy: string,
    cause?: unknown,
  ) {
    super(printable(message), { cause });
    this.remedy = printable(remedy);
  }
}

export function closed(host: string): AdaptorError {
  return new AdaptorError('closed', host, `The connection to ${host} was closed.`, 'Open the host again.');
}

/** Errors of the layers below say more than this one would: they are passed on. */
export function unreachable(host: string, error: Error): Error {
  if ('remedy' in error) return error;
  return new AdaptorError(
    'unreachable',
    host,
    `The stream to the stub on ${host} broke: ${error.message}.`,
    'Connect again; commands that run go on, and their output can be read from where it was cut.',
    error,
  );
}

export function hostile(host: string, cause: unknown): AdaptorError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const why = printable(said.replaceAll(/\s+/g, ' '), 300);
  return new AdaptorError(
    'hostile_response',
    host,
    `The stub on ${host} sent what a stub does not send: ${why}.`,
    `Start a fresh one: \`orssh stop ${host}\`, and try again.`,
    cause,
  );
}

export function notEnforced(host: string, level: string): AdaptorError {
  return new AdaptorError(
    'not_enforced',
    host,
    `Commands on ${host} would not be held to the approved paths by its kernel (the level there is ${level}), which its configuration requires.`,
    'Use another host, or set "enforcement" to "best-effort" for this one.',
  );
}

/** What refuses a request before the stub has seen it answers in plain text. */
const plainRefusals: Partial<Record<number, StubErrorBody>> = {
  431: {
    name: 'PayloadTooLargeError',
    data: {
      message: 'The head of the request is larger than the stub takes, 64 KiB.',
      code: 'head_too_large',
    },
  },
};

/** The error in an answer that is not 2xx. */
export function errorOf(host: string, status: number, text: string): Error {
  let json: unknown;
  try {
    json = parseHostJson(text);
  } catch (cause) {
    const known = plainRefusals[status];
    if (known !== undefined) return new StubError(host, status, known);
    return hostile(host, new Error(`status ${status} without an error body`, { cause }));
  }
  const body = stubErrorBodySchema.safeParse(json);
  return body.success ? new StubError(host, status, body.data) : hostile(host, body.error);
}
