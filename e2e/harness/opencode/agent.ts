import type { Config, Part, ToolPart } from '@opencode-ai/sdk/v2';

import type { Given } from '../on-hosts.js';
import { must } from './answer.js';
import { type Headless, openHeadless } from './headless.js';
import { newPlace, openOpencode, type Place } from './open-opencode.js';
import { type CallStep, type ScriptedModel, startScriptedModel } from './scripted-model.js';
import type { Opencode } from './start-opencode.js';

/** A workspace whose model loop runs on this machine, with a model that a test writes. */
export interface Agent extends Headless {
  readonly model: ScriptedModel;
  readonly opencode: Opencode;
  readonly place: Place;
  /** Sends a prompt and waits for the turn to end; resolves with the parts of its last message. */
  readonly prompt: (text: string, files?: PromptFile[]) => Promise<Part[]>;
  /** Has the model call one tool, and resolves with how that ended. */
  readonly call: (name: string, args: CallStep['args']) => Promise<ToolPart>;
  /** All tool calls of the session so far. */
  readonly calls: () => Promise<ToolPart[]>;
}

export interface PromptFile {
  url: string;
  mime: string;
  filename: string;
}

export interface AgentOptions {
  config?: Config;
  /** Further variables of OpenCode. */
  env?: NodeJS.ProcessEnv;
  /** Of the model. */
  limit?: { context: number; output: number };
  /** Default: the plugin as it was built. */
  plugin?: string;
  /** Of the host. */
  settings?: Record<string, unknown>;
  /** Of the workspace. */
  extra?: Record<string, unknown>;
  /** Further properties of the model. */
  properties?: Record<string, unknown>;
}

/** The home of an OpenCode with the scripted model, which ends with the test. */
export async function agentPlace(
  given: Given,
  { config, env, limit, plugin, settings, properties }: AgentOptions = {},
): Promise<{ place: Place; model: ScriptedModel }> {
  const model = await startScriptedModel({ limit, model: properties });
  given.defer(() => model.close());
  const place = await newPlace({
    ...{ hosts: [given.target], plugin },
    settings: { agent: 'local', ...settings },
    config: { ...withGpt(model.config), ...config },
  });
  Object.assign(place.home.env, env);
  return { place, model };
}

/** The same model by a second name, `gpt-5`, for which OpenCode has other tools. */
export function withGpt(config: Config): Config {
  const { fake } = config.provider ?? {};
  const { m } = fake?.models ?? {};
  return m ? { ...config, provider: { fake: { ...fake, models: { m, 'gpt-5': m } } } } : config;
}

export async function openAgent(given: Given, options: AgentOptions = {}): Promise<Agent> {
  const { place, model } = await agentPlace(given, options);
  const opencode = await openOpencode(given, place);
  const headless = await openHeadless(opencode, { extra: options.extra });
  const { client } = opencode;
  const at = { sessionID: headless.session.id, workspace: headless.workspace.id };
  const calls = async (): Promise<ToolPart[]> =>
    must(await client.session.messages({ sessionID: at.sessionID }))
      .flatMap(({ parts }) => parts)
      .filter((part) => part.type === 'tool');
  const prompt = async (text: string, files: PromptFile[] = []): Promise<Part[]> =>
    must(
      await client.session.prompt({
        ...at,
        parts: [{ type: 'text', text }, ...files.map((file) => ({ type: 'file' as const, ...file }))],
      }),
    ).parts;
  return {
    ...headless,
    ...{ model, opencode, place, prompt, calls },
    async call(name, args) {
      model.script({ call: name, args });
      await prompt(`Call ${name}.`);
      const last = (await calls()).at(-1);
      if (last?.tool !== name) throw new Error(`${name} was not called: ${JSON.stringify(last)}`);
      return last;
    },
  };
}

/** What a tool answered; a failure is thrown. */
export function outputOf({ tool, state }: ToolPart): string {
  if (state.status === 'completed') return state.output;
  throw new Error(`${tool} is ${state.status}: ${state.status === 'error' ? state.error : ''}`);
}

/** Why a tool failed. */
export function errorOf({ tool, state }: ToolPart): string {
  if (state.status === 'error') return state.error;
  throw new Error(`${tool} is ${state.status}`);
}
