import { fileURLToPath, pathToFileURL } from 'node:url';

/** Fields of the protocol that hold a path, or the URL of a file. */
const fields = new Set(['cwd', 'path', 'uri']);

/** Puts `to` in the place of the folder `from` in every path of a message; other paths stay. */
export function movePaths(value: unknown, from: string, to: string): unknown {
  const moved = (path: string): string => {
    if (path === from) return to;
    const below = from.endsWith('/') ? from : `${from}/`;
    return path.startsWith(below) ? `${to.replace(/\/$/, '')}/${path.slice(below.length)}` : path;
  };
  return walk(value, (text) => movedText(text, moved));
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => walk(one, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    fields.has(key) && typeof inner === 'string' ? change(inner) : walk(inner, change),
  ]);
  return Object.fromEntries(entries);
}

function movedText(text: string, moved: (path: string) => string): string {
  if (text.startsWith('file://')) return movedURL(text, moved);
  // The form of an editor that names files in a query of its own.
  const [, before, path] = /^(zed:\/\/[^?]*\?(?:[^#]*&)?path=)([^&#]*)/.exec(text) ?? [];
  if (before !== undefined && path !== undefined) {
    const after = text.slice(before.length + path.length);
    return `${before}${encodeURIComponent(moved(decoded(path)))}${after}`;
  }
  return moved(text);
}

function movedURL(text: string, moved: (path: string) => string): string {
  try {
    const url = new URL(text);
    const { search, hash } = url;
    return `${pathToFileURL(moved(fileURLToPath(new URL(url.pathname, 'file://')))).href}${search}${hash}`;
  } catch {
    return text;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
