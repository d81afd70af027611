import { must } from '../opencode/answer.js';
import { agentPlace } from '../opencode/agent.js';
import { type Door, doorOf } from '../opencode/open-door.js';
import { openHeadless } from '../opencode/headless.js';
import { openOpencode } from '../opencode/open-opencode.js';
import type { ScriptedModel } from '../opencode/scripted-model.js';
import type { Opencode } from '../opencode/start-opencode.js';
import type { Given } from '../on-hosts.js';
import { type Canaries, layCanaries } from '../opencode/canaries.js';
import { answerAll } from './answer-all.js';
import { type Conversation, startConversation } from './conversation.js';
import { type Ground, layGround, openGround, places } from './ground.js';
import { outputsOf } from './outputs-of.js';

/** A workspace of the real OpenCode on a host where everything that must not be touched would show it. */
export interface Arena {
  readonly ground: Ground;
  readonly canaries: Canaries;
  readonly opencode: Opencode;
  readonly model: ScriptedModel;
  /** The session of the workspace. */
  readonly here: { sessionID: string; workspace: string };
  /** The host, for `remote_exec`. */
  readonly target: string;
  /** Of the workspace's gateway. */
  readonly door: Door;
  /** Its model has the tools of the workspace. */
  readonly inside: Conversation;
  /** Of a session in no workspace: its model has the plugin's own tools. */
  readonly outside: Conversation;
  /** A `!` command; resolves with what it wrote, or why it did not run. */
  readonly shell: (command: string) => Promise<string>;
  /** Sends a prompt of its own; resolves with what the model is sent of it. */
  readonly prompt: (parts: PromptParts) => Promise<string>;
  /** A slash command of the configuration; resolves with what the model is sent of it. */
  readonly command: (name: string, text: string) => Promise<string>;
}

type PromptParts = NonNullable<Parameters<Opencode['client']['session']['prompt']>[0]['parts']>;

export interface ArenaOptions {
  /** Nothing holds commands, and everything is allowed. */
  open?: boolean;
  /** What will be run by its number in the folder `attempts`. */
  attempts: readonly string[];
}

export async function openArena(given: Given, { open = false, attempts }: ArenaOptions): Promise<Arena> {
  await layGround(given.host, attempts);
  const permission = open ? { '*': 'allow' } : { remote_exec: 'allow' };
  const { place, model } = await agentPlace(given, {
    config: { permission: permission as never, command: commands },
    settings: open ? { enforcement: 'off' } : {},
  });
  const canaries = await layCanaries(given.host, place.home.folder);
  given.defer(() => {
    canaries.close();
  });
  await canaries.lay(`${place.home.folder}/canary`);
  const opencode = await openOpencode(given, place);
  const { client } = opencode;
  const { workspace, session } = await openHeadless(opencode, {
    extra: { directory: places.work, ...(open && { permission: { allow: everything } }) },
  });
  const here = { sessionID: session.id, workspace: workspace.id };
  given.defer(await answerAll(opencode, open ? 'once' : 'reject'));
  const { id: outsideID } = must(await client.session.create({}));
  const far = model.when({ first: /^FAR/ });
  const say = (at: { sessionID: string; workspace?: string }, text: string) => async (modelID: string) => {
    const parts = [{ type: 'text' as const, text }];
    const model = { providerID: 'fake', modelID };
    return must(await client.session.prompt({ ...at, parts, model })).parts;
  };
  const latest = (error: unknown): string =>
    `${JSON.stringify(error ?? '')}\n${JSON.stringify(model.asked.at(-1)?.messages.slice(-2))}`;
  const arena: Arena = {
    ground: await openGround(given.host),
    ...{ canaries, opencode, model, here },
    target: given.target,
    door: await doorOf(place.home),
    inside: startConversation(model, say(here, 'Go on.')),
    outside: startConversation(far, say({ sessionID: outsideID }, 'FAR')),
    async shell(command) {
      const { data, error } = await client.session.shell({ ...here, agent: 'build', command });
      return data ? outputsOf(data.parts) : JSON.stringify(error);
    },
    async prompt(parts) {
      await arena.inside.end();
      const { error } = await client.session.prompt({ ...here, parts });
      return latest(error);
    },
    async command(command, text) {
      await arena.inside.end();
      const { error } = await client.session.command({ ...here, command, arguments: text });
      return latest(error);
    },
  };
  return arena;
}

const commands = {
  look: { template: 'Look at $ARGUMENTS' },
};

/** Secrets are approved by their names alone. */
const everything = ['/*', `${places.work}/.env`, `${places.work}/sub/.env.local`, '/home/dev/.ssh/*'];
