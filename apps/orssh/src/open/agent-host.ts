import type { MakeAgentHost } from '@orssh/adaptor';

import type { FoundOpencode } from './find-opencode.js';

/** What the person asked for that an attached OpenCode cannot be told: its server has to know. */
export interface AgentWishes {
  agent?: string;
  model?: string;
}

/** What runs the model of a workspace; undefined where this build has nothing that does. */
export function agentHostFor(
  _opencode: Promise<FoundOpencode>,
  _wishes: AgentWishes,
): Promise<MakeAgentHost | undefined> {
  return Promise.resolve(undefined);
}
