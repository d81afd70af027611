import { AgentError } from './agent-error.js';

/** The process that has the gateway does not answer. */
export function gatewayGone(host: string, cause: unknown): AgentError {
  return new AgentError(
    'gateway_gone',
    host,
    `The OpenCode through which ${host} is reached does not answer.`,
    'Start OpenCode again, and go back to the workspace there.',
    cause,
  );
}
