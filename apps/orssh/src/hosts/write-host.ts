import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { AddHostOptions } from '@orssh/registry';

import type { Cli } from '../cli.js';

/** Writes a host into a file, which is made where there is none: with a JSON Schema beside it, for editors. */
export async function writeHost(cli: Cli, adding: AddHostOptions): Promise<void> {
  const { addHost, createConfig } = await cli.libraries.registry();
  const { file } = adding;
  const schema = join(dirname(file), 'orssh.schema.json');
  const made = [file, schema].filter((path) => !existsSync(path));
  if (!made.includes(file) || !/\.jsonc?$/.test(file)) return addHost(adding);
  await createConfig({ file });
  try {
    await addHost(adding);
  } catch (error) {
    // A file without a host would be taken for a configuration.
    for (const path of made) await rm(path, { force: true });
    throw error;
  }
}
