import { parseTree, type ParseError } from 'jsonc-parser';

import { pluginName } from './plugin.js';

/**
 * Whether a configuration of OpenCode names the plugin already: by name, with a version, by a path, or as `[name, options]`.
 * Undefined where the text is no JSON with comments.
 */
export function namesPlugin(text: string): boolean | undefined {
  const entries = pluginEntries(text);
  return entries && entries.length > 0;
}

/** How a configuration names the plugin; undefined where the text is no JSON with comments. */
export function pluginEntries(text: string): string[] | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (text.trim() === '') return [];
  if (errors.length > 0 || root?.type !== 'object') return undefined;
  const list = root.children?.find(({ children }) => children?.[0]?.value === 'plugin')?.children?.[1];
  if (!list) return [];
  if (list.type !== 'array') return undefined;
  return (list.children ?? []).map((entry) => nameOf(entry)).filter((name) => name !== undefined);
}

/** The name of our entry; undefined for others. */
function nameOf(entry: {
  type: string;
  value?: unknown;
  children?: { value?: unknown }[];
}): string | undefined {
  const name: unknown = entry.type === 'array' ? entry.children?.[0]?.value : entry.value;
  if (typeof name !== 'string') return undefined;
  const path = name.replace(/^file:\/\//, '').replace(/\/+$/, '');
  // name, name@1.2.3, …/name, …/name/dist/index.js
  const isOurs = path.split('/').some((part) => part === pluginName || part.startsWith(`${pluginName}@`));
  return isOurs ? name : undefined;
}
