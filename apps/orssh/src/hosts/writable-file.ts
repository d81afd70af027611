import { resolve } from 'node:path';

import type { Registry } from '@orssh/registry';

import type { Cli } from '../cli.js';

/** The file that a new host is written into: the one that is named, else the user's, which may not be there yet. */
export async function writableFile(
  cli: Cli,
  registry: Registry,
  { file, config }: { file?: string; config?: string },
): Promise<string> {
  const named = file ?? config;
  if (named !== undefined) return resolve(cli.cwd, named);
  const { userConfigFile } = await cli.libraries.registry();
  const own = registry.files.find(({ role }) => role === 'user');
  return own?.path ?? userConfigFile({ env: cli.env });
}
