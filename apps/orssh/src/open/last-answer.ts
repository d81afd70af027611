import { askRemote } from './ask-remote.js';
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
  remote: Pick<OpenedRemote, 'origin' | 'secret'>,
  session?: string,
): Promise<boolean> {
  try {
    const id = session ?? latest((await askRemote(remote, '/session', { limitMs })) as Session[]);
    if (id === undefined) return false;
    const messages = (await askRemote(remote, `/session/${encodeURIComponent(id)}/message`, {
      limitMs,
    })) as Message[];
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
