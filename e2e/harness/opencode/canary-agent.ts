import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Config } from '@opencode-ai/sdk/v2';

import type { Given } from '../on-hosts.js';
import { agentPlace } from './agent.js';
import { agentFolderOf, agentHostOf, type AgentHostOf } from './agent-host-of.js';
import { must } from './answer.js';
import { type Canaries, layCanaries } from './canaries.js';
import { type Headless, openHeadless } from './headless.js';
import { openOpencode } from './open-opencode.js';
import type { ScriptedModel } from './scripted-model.js';
import type { Opencode } from './start-opencode.js';

/** A workspace with an agent on a machine where everything that must not be touched would show it. */
export interface CanaryAgent extends Headless {
  readonly agentHost: AgentHostOf;
  readonly canaries: Canaries;
  readonly client: Opencode['client'];
  readonly model: ScriptedModel;
  /** On the host. */
  readonly directory: string;
  /** A folder with canaries that is nobody's home or project; the host has one under the same path. */
  readonly scratch: string;
  /** The session in its workspace, for requests. */
  readonly here: { sessionID: string; workspace: string };
  /** Throws unless nothing of this machine was read, changed, run, or named to the model. */
  readonly untouched: () => Promise<void>;
}

export interface CanaryOptions {
  /** More of the person's configuration. */
  config?: (canaries: Canaries, scratch: string) => Config;
  /** Done when the host has its directory, before there is a workspace. */
  prepare?: (canaries: Canaries, scratch: string) => Promise<void>;
}

const directory = '/home/dev/app';

export async function openCanaryAgent(
  given: Given,
  { config, prepare }: CanaryOptions = {},
): Promise<CanaryAgent> {
  await given.host.admin(`mkdir -p ${directory} && chown dev ${directory}`);
  const { place, model } = await agentPlace(given, { config: { permission: { '*': 'allow' } as never } });
  const home = place.home.folder;
  const scratch = await mkdtemp(join(tmpdir(), 'canary-'));
  const canaries = await layCanaries(given.host, home);
  given.defer(() => {
    canaries.close();
  });
  for (const folder of [scratch, join(home, 'canary'), join(place.project, 'canary')])
    await canaries.lay(folder);
  await prepare?.(canaries, scratch);
  place.home.env['PATH'] = `${dirname(canaries.program)}:${process.env['PATH'] ?? ''}`;
  place.home.env['OPENCODE_CONFIG_CONTENT'] = JSON.stringify({
    plugin: [await furnish(home, canaries)],
    ...config?.(canaries, scratch),
  });
  const opencode = await openOpencode(given, place);
  const { client } = opencode;
  // What a command's template runs is asked about, and nobody is there.
  const headless = await openHeadless(opencode, { extra: { directory, permission: { allow: [tmpdir()] } } });
  const { workspace, session } = headless;
  const agentHost = await agentHostOf(place.home, workspace.id);
  await canaries.lay(join(agentHost.anchor, 'canary'), `${directory}/canary`);
  return {
    ...headless,
    ...{ agentHost, canaries, client, model, directory, scratch },
    here: { sessionID: session.id, workspace: workspace.id },
    async untouched() {
      expect(await canaries.touched()).toEqual([]);
      const sent = model.sent();
      expect(sent).not.toContain(canaries.word);
      expect(sent).not.toContain(agentFolderOf(place.home, workspace.id));
      const messages = must(await client.session.messages({ sessionID: session.id }));
      expect(JSON.stringify(messages)).not.toContain(canaries.word);
    },
  };
}

/** A home with what a person may have in it: a tool, a plugin, a skill; all of them would give a canary away. */
async function furnish(home: string, { word }: Canaries): Promise<string> {
  const folder = join(home, '.config', 'opencode');
  const tool = `{ description: 'A canary.', args: {}, execute: async () => '${word}' }`;
  const files = {
    'tool/canary_folder.js': `export default ${tool};`,
    'canary-plugin.js': `export default { id: 'canary', server: async () => ({ tool: { canary_plugin: ${tool}, read: ${tool} } }) };`,
    'skill/canary/SKILL.md': '---\nname: canary\ndescription: Sings.\n---\nSing.',
    [`skill/canary/${word}.txt`]: word,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return pathToFileURL(join(folder, 'canary-plugin.js')).href;
}
