import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Cli } from '../cli.js';

/**
 * Runs `work` while no other process of this machine does so under the same name. One that goes on for long, as while a person is asked,
 * is not waited for any more: then both run. Rejects with the interrupt as soon as there is one.
 */
export async function oneAtATime<T>(
  { env, libraries, interrupts }: Pick<Cli, 'env' | 'libraries' | 'interrupts'>,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const { signal } = interrupts;
  const { stateFolder, withFileLock } = await libraries.registry();
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32);
  let begun: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    signal.throwIfAborted();
    return (begun ??= work());
  };
  const inTurn = async (): Promise<T> => {
    const folder = join(stateFolder(env), 'opening');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return withFileLock(join(folder, hash), begin);
  };
  const working = inTurn().catch((): Promise<T> => begun ?? begin());
  let stop: (() => void) | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    stop = () => {
      // What has begun tidies up by itself.
      if (begun === undefined) reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([working, interrupted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
