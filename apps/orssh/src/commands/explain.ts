import { posix } from 'node:path';

import type { StubError } from '@orssh/adaptor';
import type { TunnelError } from '@orssh/tunnel';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { shellWord } from '../output/shell-word.js';
import { suggestTarget } from '../host/suggest-target.js';

/** Turns a failure into what a person can act on: an answer of the stub, a host name that nobody knows. */
export async function explain(cli: Cli, error: unknown, options: { config?: string } = {}): Promise<unknown> {
  if (isStubError(error)) {
    if (!/^Lease(Held|Lost)Error$/.test(error.kind)) return explainAnswer(error);
    const { leaseErrorOf } = await cli.libraries.leaseAnswers();
    return leaseErrorOf(error.host, error);
  }
  if (!isUnknownHost(error)) return error;
  return suggestTarget(cli, error, options);
}

function explainAnswer(error: StubError): CliError {
  const { host, message, code = '', body, kind } = error;
  if (kind === 'PermissionRequiredError') {
    const { path = 'this path', paths = [path], patterns = [], warning } = body.data;
    const flags = patterns.map((pattern) => `--allow ${shellWord(pattern)}`).join(' ');
    const one = paths.length === 1;
    // The kernel has no rule for a file that is not there.
    const made = paths.some((file) => patterns.includes(`${posix.dirname(file)}/*`));
    return new CliError({
      code: 'denied',
      host,
      message: `${listed(paths)} on ${host} ${one ? 'is' : 'are'} outside the allowed paths${warning === undefined ? '' : `; ${warning}`}`,
      remedy: `allow ${one ? 'it' : 'them'} for this command: ${flags}${made ? ' (to make a file takes its folder)' : ''}; or for good: orssh approvals add ${shellWord(host)} PATH`,
      exitCode: exitCode.denied,
      cause: error,
    });
  }
  if (code === 'command_denied') {
    const remedy = `"deny" has it for this host: orssh config print ${shellWord(host)}`;
    return new CliError({ code: 'denied', host, message, remedy, exitCode: exitCode.denied, cause: error });
  }
  if (code === 'not_enforced') {
    const remedy = 'use another host, or set "enforcement" to "best-effort" for this one';
    return new CliError({ code: 'denied', host, message, remedy, exitCode: exitCode.failed, cause: error });
  }
  if (code === 'denied') {
    return new CliError({ code: 'denied', host, message, exitCode: exitCode.denied, cause: error });
  }
  if (error.advice !== undefined) {
    return new CliError({ code: 'stub', host, message, remedy: error.advice, cause: error });
  }
  const cannotStart = body.data.field === 'cwd';
  const noFolder = body.data.field === 'path';
  return new CliError({
    code: cannotStart ? 'cwd' : 'stub',
    host,
    message,
    remedy: cannotStart
      ? 'name a folder that exists there: --cwd DIR'
      : noFolder
        ? 'name a folder that exists there'
        : `see what its stub logged: orssh logs ${host}`,
    exitCode: cannotStart ? exitCode.cannotStart : exitCode.failed,
    cause: error,
  });
}

const mostShown = 5;

function listed(paths: readonly string[]): string {
  const shown = paths.length > mostShown ? [...paths.slice(0, mostShown), 'others'] : paths;
  const [last = '', ...before] = shown.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}

/** By its name: importing the class would load the whole library before it is needed. */
function isStubError(error: unknown): error is StubError {
  return error instanceof Error && error.name === 'StubError';
}

function isUnknownHost(error: unknown): error is TunnelError {
  return error instanceof Error && error.name === 'TunnelError' && 'code' in error && error.code === 'dns';
}
