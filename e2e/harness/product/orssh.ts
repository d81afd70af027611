import { fileURLToPath } from 'node:url';

import { run, type RunOptions, type RunResult } from '../run.js';

export const cli = fileURLToPath(new URL('../../../dist/orssh/orssh.mjs', import.meta.url));

/** Runs the built command line without a terminal. */
export function orssh(args: string[], options: RunOptions = {}): Promise<RunResult> {
  return run(process.execPath, [cli, ...args], options);
}
