import { insideOf } from './inside-of.js';
import type { Tool, ToolContext } from './opencode/tool.js';
import { fakeDoor, type PlayDoor } from './testing/fake-door.js';

const nothing: PlayDoor = () => ({ json: {} });

async function make(play: PlayDoor = nothing) {
  const { file, remote } = await fakeDoor(play);
  const ran: string[] = [];
  const tool = (name: string): Tool => ({
    ...{ description: name, args: {} },
    execute: () => Promise.resolve({ title: name, output: String(ran.push(name)) }),
  });
  const hooks = insideOf({ client: {}, directory: '/anchor', worktree: '/anchor' }, file, {
    env: {},
    connect: () => remote,
    hands: () => ({
      tools: { bash: tool('bash'), read: tool('read') },
      read: () => Promise.resolve(undefined),
    }),
  });
  return { hooks, ran };
}

const context = (signal = new AbortController().signal) =>
  ({ sessionID: 's', messageID: 'm', abort: signal }) as ToolContext;

test('every name of a tool for files and processes is taken, and what is not there says so', async () => {
  const { hooks, ran } = await make();
  await expect(hooks.tool['multiedit']?.execute({}, context())).rejects.toThrow('has no meaning on box');
  await hooks.tool['read']?.execute({}, context());
  expect(ran).toEqual(['read']);
});

test('the gateway is told before files change, and when the session rests; reading tells nothing', async () => {
  const told: string[] = [];
  const { hooks } = await make(({ path, body }) => {
    told.push(`${path.replace(/\?.*/, '')} ${body.toString()}`);
    return { json: {} };
  });
  await hooks.tool['read']?.execute({}, context());
  await hooks.tool['bash']?.execute({}, context());
  await hooks.event?.({ event: { type: 'session.idle', properties: { sessionID: 's' } } });
  expect(told).toEqual([
    '/agent/v1/before {"sessionID":"s","messageID":"m"}',
    '/agent/v1/settled {"sessionID":"s"}',
  ]);
});

test('without undo, work goes on', async () => {
  const { hooks, ran } = await make(() => ({
    status: 404,
    json: { name: 'NotFoundError', data: { message: 'no' } },
  }));
  await hooks.tool['bash']?.execute({}, context());
  expect(ran).toEqual(['bash']);
});

test('an aborted call does not run', async () => {
  const { hooks, ran } = await make();
  await expect(hooks.tool['bash']?.execute({}, context(AbortSignal.abort()))).rejects.toThrow();
  expect(ran).toEqual([]);
});

test('what the model is sent says the folder of the host, wherever it said the anchor', async () => {
  const { hooks } = await make();
  const messages = [{ info: { path: { cwd: '/anchor' } }, parts: [{ text: 'in /anchor/a' }] }];
  await hooks['experimental.chat.messages.transform']?.({}, { messages });
  expect(messages[0]?.parts).toEqual([{ text: 'in /srv/api/a' }]);
  const system = ['<env>\n  Working directory: /anchor\n</env>'];
  await hooks['experimental.chat.system.transform']?.({}, { system });
  expect(system[0]).toContain('Working directory: /srv/api\n');
});
