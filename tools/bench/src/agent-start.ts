import type { ScriptedModel } from '@orssh/scripted-model';

import { AgentConversation } from './agent-conversation.js';
import { createWorkspace } from './opencode-workspace.js';
import type { ServedOpencode } from './serve-opencode.js';

export interface StartedAgent {
  /** Of the workspace. */
  id: string;
  conversation: AgentConversation;
}

/** Makes a workspace with an agent host, and prints when what of it was there: milliseconds from the request that creates it. */
export async function startAgent(
  served: ServedOpencode,
  model: ScriptedModel,
  place: string,
): Promise<StartedAgent> {
  const start = performance.now();
  const took = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const id = await createWorkspace(served, place, 'local');
  const connected = took();
  const conversation = await AgentConversation.start(served, model, id);
  const session = took();
  const asked = model.askedTimes(model.asked.length + 1).then(took);
  await conversation.prompt([]);
  console.log(
    `  connected after ${connected}, a session after ${session}, the model asked after ${await asked}`,
  );
  return { id, conversation };
}
