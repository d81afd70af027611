import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files that an absolute pattern with `*`, `?` and `[…]` names, sorted; a path without them is itself. */
export function expandGlob(pattern: string): string[] {
  let paths = ['/'];
  for (const part of pattern.split('/').filter((name) => name !== '')) {
    if (!/[*?[]/.test(part)) paths = paths.map((path) => join(path, part));
    else paths = paths.flatMap((path) => matching(path, part));
  }
  return paths;
}

function matching(folder: string, part: string): string[] {
  const wanted = toRegExp(part);
  try {
    return readdirSync(folder)
      .filter((name) => wanted.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function toRegExp(part: string): RegExp {
  const source = part.replace(/\[!?[^\]]+\]|[\\^$.*+?()[\]{}|]/g, (piece) => {
    if (piece === '*') return '[^/]*';
    if (piece === '?') return '[^/]';
    if (piece.length > 1) return `[${piece.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
    return `\\${piece}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /(?!)/;
  }
}
