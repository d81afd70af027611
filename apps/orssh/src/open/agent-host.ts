import type { MakeAgentHost } from '@orssh/adaptor';

/** What the person asked for that an attached OpenCode cannot be told: its server has to know. */
export interface AgentWishes {
  agent?: string;
  model?: string;
}

export interface AgentHostFor {
  /** The program that is OpenCode. */
  opencode: string;
  wishes: AgentWishes;
  env: NodeJS.ProcessEnv;
}

/** What runs the model of a workspace; undefined where this build has nothing that does. */
export type AgentHostMaker = (how: AgentHostFor) => MakeAgentHost | undefined;

export const agentHostFor: AgentHostMaker = () => undefined;
