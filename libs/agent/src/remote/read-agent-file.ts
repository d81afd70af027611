import { readFile } from 'node:fs/promises';

import { AgentError } from '../agent-error.js';
import { type AgentFile, agentFileSchema, agentFileVariable } from '../agent-file.js';

/** The file that `ORSSH_AGENT_HOST` names; undefined where that is not set. Rejects with `bad_agent_file`. */
export async function readAgentFile(env: NodeJS.ProcessEnv): Promise<AgentFile | undefined> {
  const path = env[agentFileVariable];
  if (path === undefined || path === '') return undefined;
  try {
    return agentFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new AgentError(
      'bad_agent_file',
      '',
      `${agentFileVariable} names ${path}, which is not the file of an agent host.`,
      'Leave that variable to orssh: unset it where it was set by hand, else start OpenCode again.',
      // What could not be parsed may be quoted in the cause, and has a secret in it.
      cause instanceof Error && 'code' in cause ? cause : undefined,
    );
  }
}
