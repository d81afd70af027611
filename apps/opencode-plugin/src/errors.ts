/**
 * `opencode_unknown`: this OpenCode lacks what is needed. `opencode_refused`: it answered with an error. `arguments`: a tool was
 * called with what it does not take. `workspace_unknown`: no workspace of that id or name. `not_here`: what is meant for a host would
 * act on this machine.
 */
export type PluginErrorCode =
  'opencode_unknown' | 'opencode_refused' | 'arguments' | 'workspace_unknown' | 'not_here';

/** The only error that this package makes. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
  readonly host = '';

  constructor(
    readonly code: PluginErrorCode,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** An error as a person or a model reads it: what failed, and what to do. */
export function readable(error: unknown): string {
  const { message, remedy } = (error instanceof Error ? error : new Error(String(error))) as Error & {
    remedy?: unknown;
  };
  const known = typeof remedy !== 'string' || message.includes(remedy);
  return known ? message : `${message}\n${remedy}`;
}
