import type { OpenedRemote } from './open-remote.js';

const limitMs = 5_000;

interface Session {
  id: string;
  parentID?: string;
  time: { updated: number };
}

interface Message {
  info: { role: string; error?: unknown };
}

/**
 * Whether the last answer of a session failed, or of the one that was used last. `opencode run --attach` (1.18.33) says so and ends
 * with 0 all the same, where `opencode run` ends with 1. What cannot be found out has not failed.
 */
export async function lastAnswerFailed(
  { origin, secret }: Pick<OpenedRemote, 'origin' | 'secret'>,
  session?: string,
): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`opencode:${secret}`).toString('base64')}`;
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${origin}${path}`, {
      headers: { authorization },
      signal: AbortSignal.timeout(limitMs),
    });
    return answer.ok ? answer.json() : [];
  };
  try {
    const id = session ?? latest((await ask('/session')) as Session[]);
    if (id === undefined) return false;
    const messages = (await ask(`/session/${encodeURIComponent(id)}/message`)) as Message[];
    const last = messages.at(-1)?.info;
    return last?.role === 'assistant' && last.error !== undefined;
  } catch {
    return false;
  }
}

function latest(sessions: Session[]): string | undefined {
  return sessions
    .filter(({ parentID }) => parentID === undefined)
    .sort((a, b) => b.time.updated - a.time.updated)[0]?.id;
}
