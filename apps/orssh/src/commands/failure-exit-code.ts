import { CliError } from '../cli-error.js';
import { exitCode } from '../exit-code.js';

/** The exit code of a failure, after it was explained. */
export function failureExitCode(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  if (!(error instanceof Error) || !('code' in error) || !('remedy' in error)) return exitCode.failed;
  // By their names: importing the classes would load their libraries.
  switch (error.name) {
    case 'RegistryError':
      return exitCode.usage;
    case 'AdaptorError':
      return error.code === 'not_enforced' ? exitCode.denied : exitCode.unreachable;
    case 'LeaseError':
      return error.code === 'held' || error.code === 'lost' ? exitCode.leased : exitCode.failed;
    default:
      return exitCode.unreachable;
  }
}
