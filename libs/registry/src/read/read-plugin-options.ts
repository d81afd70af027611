import { readFile } from 'node:fs/promises';

import type { ReadConfig } from '../config/checked-config.js';
import type { FoundFile } from '../find/found-file.js';
import { pluginEntries } from '../find/plugin-entries.js';
import { readError } from './read-file.js';

/** The options of this project's plugin in an opencode.json, each with its place there. */
export async function readPluginOptions({ path, role, origin }: FoundFile): Promise<ReadConfig[]> {
  try {
    const { parseJson } = await import('../parse/parse-json.js');
    const parsed = parseJson((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
    return pluginEntries(parsed.value).map(({ index, options }) => ({
      file: { path, role },
      origin,
      at: ['plugin', index, 1],
      parsed: { ...parsed, value: options },
    }));
  } catch (error) {
    throw readError(path, error);
  }
}
