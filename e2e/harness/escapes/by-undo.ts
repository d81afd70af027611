import { must } from '../opencode/answer.js';
import type { CallStep } from '../opencode/scripted-model.js';
import type { Arena } from './arena.js';
import type { Attempt } from './attempt.js';
import { places } from './places.js';
import { asUser } from './repository.js';

const { out, work } = places;

const cases: [name: string, calls: CallStep[], between: string][] = [
  [
    'a file that was made, by a link in the place of its folder',
    [write('new/letter')],
    `rm -rf new; ln -s ${out} new`,
  ],
  [
    'a file that was changed, by a link in the place of its folder',
    [bash('mkdir old; echo mine > old/letter'), write('old/letter')],
    `rm -rf old; ln -s ${out} old`,
  ],
  [
    'a file that was changed, by a link in its place',
    [bash('echo mine > mine'), write('mine')],
    'rm mine; ln -s ../docs/letter mine',
  ],
  [
    'a folder that was removed, by a link in the place of the one above',
    [bash('mkdir -p above/below; echo EVIL > above/below/new'), bash('rm -r above/below')],
    `rm -r above; ln -s ${out} above`,
  ],
  ['a link that was removed, and what it leads to', [bash('rm link dir')], 'ln -s ../docs/new link'],
];

function write(filePath: string): CallStep {
  return { call: 'write', args: { filePath, content: 'EVIL' } };
}

export function bash(command: string): CallStep {
  return { call: 'bash', args: { command, description: 'Change' } };
}

/** Taken back after something of the workspace has become a link that leads out, and then not. */
export const byUndo: Attempt[] = cases.map(([name, calls, between]) => ({
  ...{ name, way: '/undo', held: 'policy', prepare: asUser('') },
  run: async (arena) => {
    const { at, said } = await takeBack(arena, calls, between);
    const { error } = await arena.opencode.client.session.unrevert(at);
    return `${said} ${JSON.stringify(error)}`;
  },
}));

/** Takes the last of the model's calls back, when `between` was done to the workspace. */
export async function takeBack(arena: Arena, calls: CallStep[], between = ':') {
  const at = { sessionID: await prompted(arena, calls), workspace: arena.here.workspace };
  await arena.change(`cd ${work} && ${between}`);
  const { session } = arena.opencode.client;
  const messages = must(await session.messages({ sessionID: at.sessionID }));
  const { id = '' } = messages.map(({ info }) => info).findLast(({ role }) => role === 'user') ?? {};
  const { data, error } = await session.revert({ ...at, messageID: id });
  return { at, said: JSON.stringify([messages.slice(-1), data ?? error]) };
}

/** Each of the calls in a prompt of its own, so that the last one is taken back; resolves with the session. */
async function prompted({ model, opencode, here: { workspace } }: Arena, calls: CallStep[]): Promise<string> {
  const { id: sessionID } = must(await opencode.client.session.create({ workspace }));
  for (const call of calls) {
    model.script(call);
    const parts = [{ type: 'text' as const, text: 'Go on.' }];
    must(await opencode.client.session.prompt({ sessionID, workspace, parts }));
  }
  return sessionID;
}
