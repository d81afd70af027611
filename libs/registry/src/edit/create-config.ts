import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { RegistryError } from '../errors.js';
import { registryJsonSchema } from '../json-schema.js';
import { replaceFile } from '../state/replace-file.js';

export interface CreateConfigOptions {
  file: string;
  /** What `$schema` says; default: the schema is written beside the file, and named. */
  schema?: string;
}

const schemaName = 'orssh.schema.json';

/**
 * Writes a new JSONC file (0600) without hosts, with comments that say what goes where. Rejects with `not_editable` where
 * there is a file already.
 */
export async function createConfig({ file, schema }: CreateConfigOptions): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw isThere(file, cause);
  });
  try {
    if (schema === undefined) {
      const text = `${JSON.stringify(await registryJsonSchema(), null, 2)}\n`;
      await replaceFile(join(folder, schemaName), text, { mode: 0o644 });
    }
    await handle.writeFile(template(schema ?? `./${schemaName}`));
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

function template(schema: string): string {
  return `{
  // Lets editors complete and check this file.
  "$schema": ${JSON.stringify(schema)},

  // Settings for all hosts; a provider or a host may set them differently.
  // "leaseMode": "shared",
  // "idleTimeout": "30m",

  // Groups of hosts. A group picks one of its hosts by its strategy:
  // first_available, round_robin, least_recently_used or random.
  "providers": {
    // "gpu": {
    //   "strategy": "least_recently_used",
    //   "labels": ["gpu"],
    //   "hosts": [{ "name": "gpu-1", "ssh": { "host": "gpu-1.example.com", "user": "ops" } }]
    // }
  }
}
`;
}

function isThere(file: string, cause: unknown): RegistryError {
  const exists = (cause as { code?: unknown } | null)?.code === 'EEXIST';
  return new RegistryError({
    code: exists ? 'not_editable' : 'config_unreadable',
    message: exists
      ? `${file} is there already; it is not written over.`
      : `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: exists ? 'Change it, or remove it first.' : 'Choose a folder that you may write to.',
    cause,
  });
}
