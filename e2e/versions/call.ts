import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Asks OpenCode in plain HTTP, as all versions understand it. Rejects with what was answered when that is no success. */
export async function call<Answer>(
  url: string,
  method: string,
  body?: unknown,
  timeoutMs = 40_000,
): Promise<Answer> {
  const asked = request(url, {
    method,
    // A connection that is kept is of no use once OpenCode was killed.
    agent: false,
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [answered] = (await once(asked, 'response')) as [IncomingMessage];
  const content = await text(answered);
  const status = answered.statusCode ?? 0;
  const { pathname } = new URL(url);
  if (status >= 400) throw new Error(`${method} ${pathname}: ${status} ${content.slice(0, 200)}`);
  // What OpenCode does not know is answered by its web interface.
  if (answered.headers['content-type']?.startsWith('text/html'))
    throw new Error(`${method} ${pathname} is not known`);
  return (content === '' ? undefined : JSON.parse(content)) as Answer;
}
