import { CliError } from '../cli-error.js';
import { exitCode } from '../exit-code.js';

/** The exit code of a failure, after it was explained. */
export function failureExitCode(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  if (!(error instanceof Error) || !('code' in error) || !('remedy' in error)) return exitCode.failed;
  // Names and files that the person gave. By its name: importing the class would load its library.
  return error.name === 'RegistryError' ? exitCode.usage : exitCode.unreachable;
}
