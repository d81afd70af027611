import type { OpenedRemote } from './open-remote.js';

export interface AskRemoteOptions {
  limitMs: number;
  signal?: AbortSignal;
}

/** Asks the OpenCode of a place for some JSON. Rejects when there is none. */
export async function askRemote(
  { origin, secret }: Pick<OpenedRemote, 'origin' | 'secret'>,
  path: string,
  { limitMs, signal }: AskRemoteOptions,
): Promise<unknown> {
  const limit = AbortSignal.timeout(limitMs);
  const answer = await fetch(`${origin}${path}`, {
    headers: { authorization: authorizationOf({ secret }) },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  if (answer.ok) return answer.json();
  await answer.body?.cancel();
  throw new Error(`${path} answers ${answer.status}`);
}

export function authorizationOf({ secret }: Pick<OpenedRemote, 'secret'>): string {
  return `Basic ${Buffer.from(`opencode:${secret}`).toString('base64')}`;
}
