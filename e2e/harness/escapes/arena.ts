import { must } from '../opencode/answer.js';
import { agentPlace } from '../opencode/agent.js';
import { type Door, doorOf } from '../opencode/open-door.js';
import { openHeadless } from '../opencode/headless.js';
import { openOpencode } from '../opencode/open-opencode.js';
import type { ScriptedModel } from '../opencode/scripted-model.js';
import type { Opencode } from '../opencode/start-opencode.js';
import type { Given } from '../on-hosts.js';
import { orssh } from '../product/orssh.js';
import { type Canaries, layCanaries } from '../opencode/canaries.js';
import { account } from '../profile.js';
import { admin } from './admin.js';
import { answerAll } from './answer-all.js';
import { type Conversation, startConversation } from './conversation.js';
import { type Ground, layGround, openGround } from './ground.js';
import { outputsOf } from './outputs-of.js';
import { places, turnFolder } from './places.js';
import { slashCommands } from './slash-commands.js';

/** A workspace of the real OpenCode on a host where everything that must not be touched would show it. */
export interface Arena {
  readonly ground: Ground;
  readonly canaries: Canaries;
  readonly opencode: Opencode;
  readonly model: ScriptedModel;
  /** A session of the workspace. */
  readonly here: { sessionID: string; workspace: string };
  /** The host, for `remote_exec`. */
  readonly target: string;
  /** Of the workspace's gateway. */
  readonly door: Door;
  /** Its model has the tools of the workspace. */
  readonly inside: Conversation;
  /** Of a session in no workspace: its model has the plugin's own tools. */
  readonly outside: Conversation;
  /** POSIX sh, as root on the host; what it makes is the user's. */
  readonly change: (script: string) => Promise<void>;
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
    config: { permission: permission as never, command: slashCommands, experimental: goOn },
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
    extra: { directory: places.work, permission: { allow: open ? everything : [`${turnFolder}/*`] } },
  });
  if (!open) await approveTurns(given.target);
  const here = { sessionID: session.id, workspace: workspace.id };
  const its = { workspace: workspace.id };
  given.defer(await answerAll(opencode, open ? 'once' : 'reject'));
  const newSession = async (at: { workspace?: string }): Promise<string> =>
    must(await client.session.create(at)).id;
  const aside = { sessionID: await newSession(its), ...its };
  const say = (at: { workspace?: string }, text: string) => async (modelID: string) => {
    const parts = [{ type: 'text' as const, text }];
    const prompt = { sessionID: await newSession(at), ...at, parts, model: { providerID: 'fake', modelID } };
    return must(await client.session.prompt(prompt)).parts;
  };
  const asked = async (ask: () => Promise<{ error?: unknown }>): Promise<string> => {
    const from = model.asked.length;
    const { error } = await ask();
    return JSON.stringify([error, ...model.asked.slice(from).map(({ messages }) => messages.slice(-2))]);
  };
  const arena: Arena = {
    ground: await openGround(given.host),
    ...{ canaries, opencode, model, here },
    target: given.target,
    door: await doorOf(place.home),
    inside: startConversation(model.when({ first: /^INSIDE/ }), say(its, 'INSIDE')),
    outside: startConversation(model.when({ first: /^FAR/ }), say({}, 'FAR')),
    async change(script) {
      await admin(given.host, `${script}\nchown -hR ${account.user}: ${places.work}`);
    },
    async shell(command) {
      const { data, error } = await client.session.shell({ ...aside, agent: 'build', command });
      return data ? outputsOf(data.parts) : JSON.stringify(error);
    },
    prompt: (parts) => asked(() => client.session.prompt({ ...aside, parts })),
    command: (command, text) => asked(() => client.session.command({ ...aside, command, arguments: text })),
  };
  return arena;
}

/** For `remote_exec`, whose own is the home. */
async function approveTurns(target: string): Promise<void> {
  const { code, stderr } = await orssh(['approvals', 'add', target, turnFolder]);
  if (code !== 0) throw new Error(stderr);
}

/** A refusal ends no turn: the next attempt needs no prompt of its own. */
const goOn = { continue_loop_on_deny: true };

/** Secrets are approved by their names alone. */
const everything = ['/*', `${places.work}/.env`, `${places.work}/sub/.env.local`, '/home/dev/.ssh/*'];
