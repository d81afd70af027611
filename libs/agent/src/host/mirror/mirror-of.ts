import type { AgentContext, AgentDoor } from '@orssh/adaptor';

import type { AgentApi } from '../agent-api.js';
import type { AgentFolder } from '../agent-folder.js';

export interface MirrorOf {
  api: AgentApi;
  folder: AgentFolder;
  context: AgentContext;
  door: AgentDoor;
}

/** What of the host's directory instructs the model, as files of the anchor. */
export interface Mirror {
  /** Before configuration is loaded. Never rejects, and is bounded in time. */
  start(): Promise<void>;
  /** Looks, not too often, whether something has changed. Never rejects, and is bounded in time. */
  refresh(): Promise<void>;
}

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- it comes
export function mirrorOf(_options: MirrorOf): Mirror {
  return { start: () => Promise.resolve(), refresh: () => Promise.resolve() };
}
