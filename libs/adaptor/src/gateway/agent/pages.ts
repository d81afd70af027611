import type { HttpRequest } from '../http/http-request.js';

/** Files of the web interface at its root; below `/assets/` are the others. */
const file =
  /^\/(?:assets\/[\w./-]+|[\w.-]+\.(?:html|js|mjs|css|map|json|webmanifest|ico|png|svg|jpg|jpeg|gif|webp|woff2?|ttf|wasm|txt|mp3|aac|wav|ogg))$/;

/**
 * Which file of the agent host's web interface a request is for; undefined for none. A page that a browser goes to is the first one,
 * whatever its path: the interface finds its way by it.
 */
export function pageOf({ method, headers }: HttpRequest, pathname: string): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (pathname === '/' || (isNavigation(headers) && !file.test(pathname))) return '/';
  return file.test(pathname) && !pathname.includes('..') ? pathname : undefined;
}

/** Whether a browser is on its way to a page. */
export function isNavigation(headers: HttpRequest['headers']): boolean {
  const mode = headers['sec-fetch-mode'];
  return mode === undefined
    ? /\btext\/html\b/.test(headers['accept'] ?? '')
    : mode === 'navigate' || mode === 'nested-navigate';
}
