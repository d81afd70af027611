import { authorizationOf } from './ask-remote.js';
import type { OpenedRemote } from './open-remote.js';

const limitMs = 60_000;

/** Why the web interface is not served, or undefined where it is. What serves it may only be starting. */
export async function lookAtPages(
  { origin, secret }: Pick<OpenedRemote, 'origin' | 'secret'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const answer = await fetch(`${origin}/`, {
      headers: { authorization: authorizationOf({ secret }), accept: 'text/html' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });
    await answer.body?.cancel();
    const isPage = answer.headers.get('content-type')?.includes('text/html') === true;
    return answer.ok && isPage ? undefined : `it answers ${answer.status} and no page`;
  } catch (error) {
    signal.throwIfAborted();
    const { message, cause } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}
