import { setTimeout as pause } from 'node:timers/promises';

import { AdaptorError } from '@orssh/adaptor/errors';
import { StubError } from '@orssh/adaptor/stub-error';

import { AgentError } from '../agent-error.js';

export interface AwayOptions {
  signal?: AbortSignal;
  /** Called with why nothing moves while the host is away, and with undefined once it is back. */
  onAway?: (why: string | undefined) => void;
}

/** What each wait before asking again takes, the last one from then on. */
const pausesMs = [100, 200, 400, 800, 1500];
/** Times in a row that the gateway itself may not answer: it is on this machine. */
const patience = 6;

/**
 * Asks until there is an answer: again while the host is away, for as long as `signal` allows. `again` is true for a question that
 * may have been carried out before. What the host answers, also an error, is passed on.
 */
export async function whileAway<T>(
  question: (again: boolean) => Promise<T>,
  { signal, onAway }: AwayOptions = {},
): Promise<T> {
  let silent = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await question(attempt > 0);
      if (attempt > 0) onAway?.(undefined);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      silent = isAway(error) ? 0 : silent + 1;
      if (!isAway(error) && (!isBroken(error) || silent > patience)) {
        if (attempt > 0) onAway?.(undefined);
        throw error;
      }
      if (attempt === 0 || silent === 0) onAway?.((error as Error).message);
    }
    await pauseBefore(attempt, signal);
  }
}

/** Waits, each time longer: the first attempt is 0. */
export async function pauseBefore(attempt: number, signal?: AbortSignal): Promise<void> {
  await pause(pausesMs[Math.min(attempt, pausesMs.length - 1)], undefined, { signal }).catch(() => {
    signal?.throwIfAborted();
  });
}

function isAway(error: unknown): boolean {
  return error instanceof StubError && error.status === 503 && error.code === 'host_away';
}

/** No answer, or half of one. */
function isBroken(error: unknown): boolean {
  if (error instanceof AgentError) return error.code === 'gateway_gone';
  return error instanceof AdaptorError && error.code === 'unreachable';
}
