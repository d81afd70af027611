import { parseTree, type ParseError } from 'jsonc-parser';

import { pluginName } from './plugin.js';

/**
 * Whether a configuration of OpenCode names the plugin already: by name, with a version, by a path, or as `[name, options]`.
 * Undefined where the text is no JSON with comments.
 */
export function namesPlugin(text: string): boolean | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (text.trim() === '') return false;
  if (errors.length > 0 || root?.type !== 'object') return undefined;
  const list = root.children?.find(({ children }) => children?.[0]?.value === 'plugin')?.children?.[1];
  if (!list) return false;
  return list.type === 'array' ? (list.children ?? []).some((entry) => isOurs(entry)) : undefined;
}

function isOurs(entry: { type: string; value?: unknown; children?: { value?: unknown }[] }): boolean {
  const name: unknown = entry.type === 'array' ? entry.children?.[0]?.value : entry.value;
  if (typeof name !== 'string') return false;
  const path = name.replace(/^file:\/\//, '').replace(/\/+$/, '');
  // name, name@1.2.3, …/name, …/name/dist/index.js
  return path.split('/').some((part) => part === pluginName || part.startsWith(`${pluginName}@`));
}
