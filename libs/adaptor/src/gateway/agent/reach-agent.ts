import { answerError } from '../answer-error.js';
import { answerBadRequest } from '../forward.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { AgentLink, AgentStay } from './agent-link.js';

/** Undefined where it cannot be had, which `answer` says. */
export async function reachAgent(
  agent: AgentLink,
  { host, signal, answer }: { host: string; signal: AbortSignal; answer: HttpAnswer },
): Promise<AgentStay | undefined> {
  try {
    return await agent.reach(signal);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The agent host of ${host}, which has its sessions, cannot be had: ${why}`;
    if (signal.aborted) answer.cut();
    else answerError(answer, 503, 'agent_away', message, { 'retry-after': '5' });
    return undefined;
  }
}

/** It went while a request was there. */
export function answerLost(answer: HttpAnswer, host: string, error: Error): void {
  if (answerBadRequest(answer, error)) return;
  const message = `The agent host of ${host} ended before it answered. What it had done by then is in its session; ask again to go on.`;
  answerError(answer, 503, 'agent_away', message);
}
