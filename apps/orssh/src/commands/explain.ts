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
    const { path = 'this path', patterns = [] } = body.data;
    const flags = patterns.map((pattern) => `--allow ${shellWord(pattern)}`).join(' ');
    return new CliError({
      code: 'denied',
      host,
      message: `${path} on ${host} is outside the allowed paths`,
      remedy: `allow it for this command: ${flags}`,
      exitCode: exitCode.denied,
      cause: error,
    });
  }
  if (code === 'denied') {
    return new CliError({ code: 'denied', host, message, exitCode: exitCode.denied, cause: error });
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

/** By its name: importing the class would load the whole library before it is needed. */
function isStubError(error: unknown): error is StubError {
  return error instanceof Error && error.name === 'StubError';
}

function isUnknownHost(error: unknown): error is TunnelError {
  return error instanceof Error && error.name === 'TunnelError' && 'code' in error && error.code === 'dns';
}
