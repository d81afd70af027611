import type { Registry } from '@orssh/registry';

import type { OptionsSource } from './options-source.js';

/**
 * Read anew each time: the files may change while OpenCode runs. Options that OpenCode gave count in place of those that
 * `loadRegistry` would look for in its files.
 */
export async function loadInstanceRegistry(
  directory: string,
  options: ({ value: Record<string, unknown> } & OptionsSource) | undefined,
): Promise<Registry> {
  const { loadRegistry } = await import('@orssh/registry');
  return loadRegistry({ cwd: directory, options });
}
