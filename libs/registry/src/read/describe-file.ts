import { checkConfig } from '../config/checked-config.js';
import { defaultsWith } from '../config/compose.js';
import type { Config } from '../config/schema.js';
import { noSettings } from '../config/settings.js';
import type { DescribedFile } from '../describe-files.js';
import { RegistryError } from '../errors.js';
import type { FoundFile } from '../find/found-file.js';
import type { HostSettings } from '../registry.js';
import { unagreedToRead, unagreedToUse } from '../trust/unagreed.js';
import { readFile } from './read-file.js';
import { readPluginOptions } from './read-plugin-options.js';
import { readRegistry } from './read-registry.js';

interface DescribeOptions {
  env: NodeJS.ProcessEnv;
  /** The files that are read before it. */
  before: readonly FoundFile[];
}

/** What becomes of one file when it is read by itself. */
export async function describeFile(
  found: FoundFile,
  { env, before }: DescribeOptions,
): Promise<DescribedFile> {
  const { path, role } = found;
  try {
    const runs = await unagreed(found, { env, before });
    if (runs.length > 0) return { path, role, state: 'not_trusted', runs };
    await readRegistry({ files: [found], given: [], notices: [], env });
    return { path, role, state: 'read' };
  } catch (error) {
    if (error instanceof RegistryError) return { path, role, state: 'broken', why: error.message };
    throw error;
  }
}

async function unagreed(found: FoundFile, { env, before }: DescribeOptions): Promise<string[]> {
  const toRead = unagreedToRead(found, { env });
  if (toRead.length > 0) return toRead;
  const configs = await configsIn(found);
  const usual = await usualOf(before);
  return configs.flatMap((config) => unagreedToUse(found, config, { env, usual }));
}

/** What the person's own files want of hosts, as far as they can be read. */
async function usualOf(before: readonly FoundFile[]): Promise<HostSettings> {
  let usual = noSettings;
  for (const { origin, ...file } of before.filter((one) => one.origin === 'user')) {
    const configs = await configsIn({ ...file, origin }).catch(() => []);
    for (const config of configs) usual = defaultsWith(usual, { origin, config });
  }
  return usual;
}

/** What is wrong in it is said when it is read as a whole. */
async function configsIn(found: FoundFile): Promise<Config[]> {
  const read = found.role === 'options' ? await readPluginOptions(found) : [await readFile(found)];
  const checked = read.map(checkConfig);
  return checked.flatMap((one) => (Array.isArray(one) ? [] : [one.config]));
}
