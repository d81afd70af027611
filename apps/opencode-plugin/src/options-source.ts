import { isDeepStrictEqual } from 'node:util';

import { pluginID } from './plugin-id.js';

export interface OptionsSource {
  /** For a person: which file had them. */
  path: string;
  origin: 'user' | 'project';
}

/** OpenCode's configuration as it remembers, for itself, where each plugin was named (1.18.33). */
export interface WithPluginOrigins {
  plugin_origins?: readonly { spec: unknown; source: string; scope: string }[];
}

/** As long as OpenCode does not say which of its files had them. */
export const unknownSource: OptionsSource = {
  path: `the options of ${pluginID} in opencode.json`,
  origin: 'user',
};

/** Where the options are from: what a project says may run nothing before it is trusted. */
export function optionsSource(
  { plugin_origins: origins = [] }: WithPluginOrigins,
  options: Record<string, unknown>,
): OptionsSource {
  const found = origins.find(({ spec }) => Array.isArray(spec) && isDeepStrictEqual(spec[1], options));
  if (!found?.source.startsWith('/')) return unknownSource;
  return { path: found.source, origin: found.scope === 'local' ? 'project' : 'user' };
}
