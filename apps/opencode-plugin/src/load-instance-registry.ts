import type { Registry } from '@orssh/registry';

import { pluginID } from './plugin-id.js';

/** Where options are said to come from: OpenCode puts several files together and does not say which one had them. */
const source = `the options of ${pluginID} in opencode.json`;

/**
 * Read anew each time: the files may change while OpenCode runs. Options that OpenCode gave count in place of those that
 * `loadRegistry` would look for in its files.
 */
export async function loadInstanceRegistry(
  directory: string,
  options: Record<string, unknown> | undefined,
): Promise<Registry> {
  const { loadRegistry } = await import('@orssh/registry');
  return loadRegistry({ cwd: directory, options: options && { path: source, value: options } });
}
