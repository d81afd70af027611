import type { Config, ToolPart } from '@opencode-ai/sdk/v2';

import { available } from '../available.js';
import { agentPlace } from '../opencode/agent.js';
import { must } from '../opencode/answer.js';
import { openHeadless } from '../opencode/headless.js';
import { openOpencode } from '../opencode/open-opencode.js';
import { newProject } from '../opencode/project.js';
import type { CallStep, ScriptedModel } from '../opencode/scripted-model.js';
import type { Opencode } from '../opencode/start-opencode.js';
import type { Given } from '../on-hosts.js';
import { must as mustRun } from '../run.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { projectFiles } from './project-files.js';

export interface Conversation {
  /** The calls of one turn may run at once, and none depends on another. */
  turns?: CallStep[][];
  /** With a model for which OpenCode has `apply_patch` in the place of `edit` and `write`. */
  patches?: CallStep[][];
  config?: Config;
  env?: NodeJS.ProcessEnv;
  /** Of further conversations, such as a subagent's. */
  prepare?: (model: ScriptedModel) => void;
  /** While the conversation goes on here, and on the host. */
  meanwhile?: (opencode: Opencode, workspace?: string) => () => Promise<void>;
}

export interface Answers {
  here: Outcome[];
  there: Outcome[];
}

const directory = '/home/dev/project';

/** The same conversation in a project here, with the built-ins, and in a workspace whose host has the same files. */
export async function converseTwice(
  given: Given,
  { turns = [], patches = [], config, env, prepare, meanwhile }: Conversation,
): Promise<Answers> {
  const { place, model } = await agentPlace(given, {
    env,
    settings: { directory },
    // Nobody answers.
    config: { permission: 'allow', ...config },
  });
  place.project = await newProject(available().folder, projectFiles);
  await copyToHost(given, place.project);
  const opencode = await openOpencode(given, place);
  const { client } = opencode;
  const headless = await openHeadless(opencode);
  const local = must(await client.session.create());
  prepare?.(model);

  const converse = async (sessionID: string, workspace?: string): Promise<ToolPart[]> => {
    const first = `Begin ${workspace ?? 'here'}.`;
    const script = model.when({ first: new RegExp(first) });
    const stop = meanwhile?.(opencode, workspace);
    const say = async (text: string, modelID: string, calls: CallStep[][]): Promise<void> => {
      script.script(...calls, []);
      const parts = [{ type: 'text' as const, text }];
      must(
        await client.session.prompt({ sessionID, workspace, parts, model: { providerID: 'fake', modelID } }),
      );
    };
    await say(first, 'm', turns);
    await say('Patch.', 'gpt-5', patches);
    await stop?.();
    return must(await client.session.messages({ sessionID }))
      .flatMap(({ parts }) => parts)
      .filter((part) => part.type === 'tool');
  };
  const [here, there] = await Promise.all([
    converse(local.id),
    converse(headless.session.id, headless.workspace.id),
  ]);
  expect(here.length).toBe([...turns, ...patches].flat().length);
  return {
    here: here.map((part) => outcomeOf(part, place.project)),
    there: there.map((part) => outcomeOf(part, directory)),
  };
}

async function copyToHost({ host }: Given, project: string): Promise<void> {
  await mustRun('sh', ['-c', 'chmod -R a+rX "$1"', 'sh', project]);
  const tar = await mustRun('sh', ['-c', 'tar -C "$1" -czf - . | base64 -w0', 'sh', project]);
  await host.admin(
    `mkdir ${directory} && cd ${directory} && echo '${tar}' | base64 -d | tar xzf - && chown -R dev:dev .`,
  );
}
