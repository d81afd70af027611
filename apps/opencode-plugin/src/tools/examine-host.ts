import { homedir } from 'node:os';

import {
  configuration,
  doctorLibraries,
  type Facts,
  type Line,
  runChecks,
  stubBinaries,
  targetChecks,
} from '@orssh/doctor';

import type { Instance } from '../instance.js';
import { version } from '../version.js';

/** What `orssh doctor TARGET` looks at, without what is of this machine alone. Nobody is asked anything; nothing is changed. */
export async function examineHost(
  instance: Pick<Instance, 'directory' | 'registry'>,
  target: string,
  signal: AbortSignal,
): Promise<Line[]> {
  const libraries = doctorLibraries({
    adaptor: await import('@orssh/adaptor'),
    bootstrap: await import('@orssh/bootstrap'),
    tunnel: await import('@orssh/tunnel'),
    files: await import('@orssh/tunnel/look-at-files'),
  });
  const facts: Facts = {
    version,
    env: process.env,
    cwd: instance.directory,
    home: process.env['HOME'] ?? homedir(),
    fix: false,
    libraries,
    // The options that OpenCode gave count as well.
    registryLibrary: async () => ({
      ...(await import('@orssh/registry')),
      loadRegistry: () => instance.registry(),
    }),
    options: {},
    target,
  };
  try {
    return await runChecks([configuration, stubBinaries, ...targetChecks], facts, {
      signal,
      onLine: () => undefined,
    });
  } finally {
    await facts.stub?.close();
    await facts.connection?.close();
  }
}
