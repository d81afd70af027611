import type { Config } from '@opencode-ai/sdk/v2';
import {
  type ScriptedModel as Model,
  type ScriptedModelOptions,
  startScriptedModel as start,
} from '@orssh/scripted-model';

export { type CallStep, hold, type Step, type Turn } from '@orssh/scripted-model';

/** A model whose turns a test writes. */
export interface ScriptedModel extends Omit<Model, 'config'> {
  /** To be put into OpenCode's configuration. */
  readonly config: Config;
}

export function startScriptedModel(options?: ScriptedModelOptions): Promise<ScriptedModel> {
  return start(options);
}
