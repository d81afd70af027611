import { CliError } from '../cli-error.js';

/**
 * What was wrong, without what OpenCode would have to be told about it: the adaptor's error says in one sentence what cannot be done,
 * why, and what helps where there is no terminal. Here there is one, and the cause says it better.
 */
export function plainFailure(error: unknown): unknown {
  const cause = hasCode(error, 'workspace_failed') && error.cause instanceof Error ? error.cause : error;
  if (!hasCode(cause, 'no_folder')) return cause;
  const { host = '', message, remedy: forOpencode = '' } = cause;
  const remedy = forOpencode.replace(/ for "directory" in extra\.$/, ' behind the colon.');
  return new CliError({ code: 'cwd', host, message, remedy, cause });
}

function hasCode(error: unknown, code: string): error is Error & { host?: string; remedy?: string } {
  return error instanceof Error && 'code' in error && error.code === code;
}
