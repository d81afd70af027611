import type { Arena } from './arena.js';

export interface Sent {
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * Asks OpenCode for something of the workspace; resolves with the status and the text of the answer. Of `/api` it passes nothing on: there the
 * workspace's gateway is asked.
 */
export async function send(
  { opencode, door, here }: Pick<Arena, 'opencode' | 'door' | 'here'>,
  method: string,
  path: string,
  { query = {}, body, headers = {} }: Sent = {},
): Promise<string> {
  const url = new URL((path.startsWith('/api/') ? `${door.url}/${door.password}` : opencode.url) + path);
  for (const [name, value] of Object.entries({ workspace: here.workspace, ...query }))
    url.searchParams.set(name, value);
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  return `${response.status} ${await response.text()}`;
}
