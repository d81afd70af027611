import type { ScriptedModel } from '@orssh/scripted-model';

import type { AgentCall } from './agent-tools.js';
import { call } from './opencode-workspace.js';
import type { ServedOpencode } from './serve-opencode.js';

/** OpenCode tells by the name. */
const patchingModel = 'gpt-5';

interface ToolPart {
  type: string;
  tool?: string;
  state?: { status: string; error?: string; time?: { start: number; end?: number } };
}

interface Message {
  parts: ToolPart[];
}

/** OpenCode's configuration of a scripted model, with one more that patches. */
export function configOf({ config }: ScriptedModel): Record<string, unknown> {
  const { fake } = config.provider;
  const models = { ...fake?.models, [patchingModel]: fake?.models['m'] };
  return { ...config, provider: { fake: { ...fake, models } }, permission: 'allow' };
}

/** A session of a scripted model: on this machine or, with a workspace, on its host. */
export class AgentConversation {
  private constructor(
    private readonly served: ServedOpencode,
    private readonly model: ScriptedModel,
    private readonly id: string,
  ) {}

  static async start(
    served: ServedOpencode,
    model: ScriptedModel,
    workspace?: string,
  ): Promise<AgentConversation> {
    const query = workspace === undefined ? '' : `?workspace=${workspace}`;
    const { id } = await call<{ id: string }>(served, 'POST', `/session${query}`, {});
    return new AgentConversation(served, model, id);
  }

  /** Has the model make these calls, one a message; resolves with how long each took, in milliseconds. */
  async durations(calls: AgentCall[]): Promise<number[]> {
    const patching = calls.filter(({ name }) => name === 'apply_patch');
    if (patching.length === 0 || patching.length === calls.length) return this.prompt(calls);
    // OpenCode offers `apply_patch` to some models, and `edit` and `write` to the others.
    const others = calls.filter((each) => !patching.includes(each));
    const took = new Map<AgentCall, number | undefined>();
    for (const some of [others, patching]) {
      const durations = await this.prompt(some);
      for (const [at, each] of some.entries()) took.set(each, durations[at]);
    }
    return calls.map((each) => took.get(each) ?? Number.NaN);
  }

  /** As `durations`, of calls that one model makes. */
  async prompt(calls: AgentCall[]): Promise<number[]> {
    this.model.script(...calls.map(({ name, args }) => ({ call: name, args })));
    const modelID = calls[0]?.name === 'apply_patch' ? patchingModel : 'm';
    await call(this.served, 'POST', `/session/${this.id}/message`, {
      parts: [{ type: 'text', text: 'Go on.' }],
      model: { providerID: 'fake', modelID },
    });
    const messages = await call<Message[]>(
      this.served,
      'GET',
      `/session/${this.id}/message?limit=${calls.length + 2}`,
    );
    const tools = messages.flatMap(({ parts }) => parts).filter(({ type }) => type === 'tool');
    return tools.slice(tools.length - calls.length).map(({ tool, state }) => {
      if (state?.status !== 'completed') throw new Error(`${String(tool)} is ${JSON.stringify(state)}`);
      return (state.time?.end ?? Number.NaN) - (state.time?.start ?? Number.NaN);
    });
  }
}
