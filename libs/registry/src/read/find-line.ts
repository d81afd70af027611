import { checkConfig } from '../config/checked-config.js';
import { providerEntries } from '../config/provider-entries.js';
import { isCode } from '../find/places.js';
import type { RegistryHost } from '../registry.js';
import { readFile } from './read-file.js';
import { readPluginOptions } from './read-plugin-options.js';

/** Reads the file again: of ten thousand hosts nobody wants to know all lines. */
export async function findLine({ file, provider, name }: RegistryHost): Promise<number | undefined> {
  if (isCode(file.path)) return undefined;
  const found = { ...file, origin: 'user' } as const;
  const read = file.role === 'options' ? await readPluginOptions(found) : [await readFile(found)];
  for (const one of read) {
    const checked = checkConfig(one);
    if (Array.isArray(checked)) continue;
    for (const entry of providerEntries(checked.config)) {
      if (entry.name !== provider) continue;
      const index = (entry.provider.hosts ?? []).findIndex((host) => host.name === name);
      if (index >= 0) return one.parsed.lineOf([...one.at, ...entry.at, 'hosts', index]);
    }
  }
  return undefined;
}
