import type { ChildProcess } from 'node:child_process';

import { CliError } from '../cli-error.js';
import { signalExitCode } from '../exit-code.js';

/** Waits for OpenCode, started from `file`; resolves with its exit code, and rejects when it cannot be started. */
export function endOf(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      const message = `${file} cannot be started: ${cause.message}`;
      reject(new CliError({ code: 'opencode', message, remedy: 'see that it runs by itself', cause }));
    });
    child.once('exit', (code, signal) => {
      resolve(signal === null ? (code ?? 1) : signalExitCode(signal));
    });
  });
}
