import type { LocalPaths } from './local-paths.js';

/** What a request asks the stub for. */
export interface StubPath {
  /** Decoded, without empty ones at the end. */
  segments: string[];
  /** For the stub: names the workspace, and no directory of this machine. */
  path: string;
}

/** The stub's own business, and what a workspace may not change about itself: never let through. */
const closed = new Set(['stub']);

/** How a request's target reads to the stub; undefined for one that could read differently there. */
export function stubPath(target: string, workspaceID: string, paths: LocalPaths): StubPath | undefined {
  const [path = '', ...rest] = target.split('?');
  const segments = path.slice(1).replace(/\/$/, '').split('/').map(decoded);
  if (!segments.every(isPlain) && path !== '/') return undefined;
  const query = new URLSearchParams(rest.join('?'));
  query.delete('directory');
  query.delete('auth_token');
  const file = query.get('path');
  if (file !== null) query.set('path', paths.path(file));
  query.set('workspace', workspaceID);
  return { segments, path: `${path}?${query.toString()}` };
}

export function isClosed({ segments }: StubPath, method: string): boolean {
  const [first = '', second] = segments;
  if (closed.has(first.toLowerCase())) return true;
  return first === 'experimental' && second === 'workspace' && method !== 'GET' && method !== 'HEAD';
}

/** Empty for what cannot be decoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/** Whether a server that cleans paths would leave it alone. */
function isPlain(segment: string, at: number): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && (at > 0 || !/[/\\]/.test(segment));
}
