import type { Opencode } from './start-opencode.js';

/** Asks OpenCode for a terminal of a workspace; resolves with its id, or with why there is none. */
export async function startPty(
  { url }: Pick<Opencode, 'url'>,
  workspace: string,
  body: object,
): Promise<{ id?: string; answer: string }> {
  const response = await fetch(`${url}/pty?workspace=${workspace}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const answer = `${response.status} ${await response.text()}`;
  const id = /"id":"(pty_\w+)"/.exec(answer)?.[1];
  return { ...(id !== undefined && { id }), answer };
}
