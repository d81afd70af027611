import { checkConfig } from '../config/checked-config.js';
import type { Config } from '../config/schema.js';
import type { DescribedFile } from '../describe-files.js';
import { RegistryError } from '../errors.js';
import type { FoundFile } from '../find/found-file.js';
import { unagreedToRead, unagreedToUse } from '../trust/unagreed.js';
import { readFile } from './read-file.js';
import { readPluginOptions } from './read-plugin-options.js';
import { readRegistry } from './read-registry.js';

/** What becomes of one file when it is read by itself. */
export async function describeFile(
  found: FoundFile,
  { env }: { env: NodeJS.ProcessEnv },
): Promise<DescribedFile> {
  const { path, role } = found;
  try {
    const runs = await unagreed(found, env);
    if (runs.length > 0) return { path, role, state: 'not_trusted', runs };
    await readRegistry({ files: [found], given: [], notices: [], env });
    return { path, role, state: 'read' };
  } catch (error) {
    if (error instanceof RegistryError) return { path, role, state: 'broken', why: error.message };
    throw error;
  }
}

async function unagreed(found: FoundFile, env: NodeJS.ProcessEnv): Promise<string[]> {
  const toRead = unagreedToRead(found, { env });
  if (toRead.length > 0) return toRead;
  const configs = await configsIn(found);
  return configs.flatMap((config) => unagreedToUse(found, config, { env }));
}

/** What is wrong in it is said when it is read as a whole. */
async function configsIn(found: FoundFile): Promise<Config[]> {
  const read = found.role === 'options' ? await readPluginOptions(found) : [await readFile(found)];
  const checked = read.map(checkConfig);
  return checked.flatMap((one) => (Array.isArray(one) ? [] : [one.config]));
}
