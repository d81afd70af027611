import type { AgentFile } from '../agent-file.js';
import { hostNames } from '../host/mirror/anchor-path.js';

/** Says the workspace's directory where a text says the anchor's, as a path or as a `file:` URL's. */
export function onHostWords({ anchor, workspace }: Pick<AgentFile, 'anchor' | 'workspace'>) {
  const folder = anchor.replace(/\/+$/, '');
  const directory = workspace.directory.replace(/(?!^)\/+$/, '');
  return (text: string): string => {
    if (folder === '' || !text.includes(folder)) return text;
    const named = hostNames(text, folder);
    // Below "/" a path begins with one slash only.
    const replaced = directory === '/' ? named.replaceAll(`${folder}/`, '/') : named;
    return replaced.replaceAll(folder, directory);
  };
}

/** Rewrites every text within a value, in place. Returns what has to stand for the value itself. */
export function rewriteDeep<T>(value: T, rewrite: (text: string) => string): T {
  if (typeof value === 'string') return rewrite(value) as T;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = rewriteDeep<unknown>(item, rewrite);
  } else if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    for (const [key, item] of Object.entries(record)) {
      if (typeof item === 'string' || (typeof item === 'object' && item !== null)) {
        const rewritten = rewriteDeep(item, rewrite);
        if (rewritten !== item) record[key] = rewritten;
      }
    }
  }
  return value;
}
