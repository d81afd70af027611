import { insideOf } from './inside-of.js';
import type { Tool, ToolContext } from './opencode/tool.js';
import { fakeDoor, hostAway, type PlayDoor } from './testing/fake-door.js';
import { poll } from './testing/poll.js';

const nothing: PlayDoor = () => ({ json: {} });

async function make(play: PlayDoor = nothing) {
  const { file, remote } = await fakeDoor(play);
  const ran: string[] = [];
  const tool = (name: string): Tool => ({
    ...{ description: name, args: {} },
    async execute(_args, { noted }) {
      await noted?.();
      return { title: name, output: String(ran.push(name)) };
    },
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

test('files are noted while the model still says what is to become of them; the tool waits before it changes any', async () => {
  const told: string[] = [];
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { hooks } = await make(async ({ path }) => {
    told.push(path.replace(/\?.*/, ''));
    if (path.includes('before')) await held;
    return { json: {} };
  });
  const part = { type: 'tool', callID: 'c', sessionID: 's', messageID: 'm', state: { status: 'pending' } };
  const begin = (tool: string) =>
    hooks.event?.({ event: { type: 'message.part.updated', properties: { part: { ...part, tool } } } });
  for (const tool of ['read', 'task', 'bash', 'bash']) await begin(tool);
  let changed = false;
  const bash = hooks.tool['bash']?.execute({}, { ...context(), callID: 'c' }).then(() => (changed = true));
  await poll(() => told.length > 0);
  expect(changed).toBe(false);
  letGo();
  await bash;
  expect(told).toEqual(['/agent/v1/before']);
});

test('a call that was begun and never ran is not noted after the session rests', async () => {
  const { hooks } = await make(() => hostAway);
  const part = { type: 'tool', tool: 'bash', callID: 'c', sessionID: 's', messageID: 'm' };
  const properties = { part: { ...part, state: { status: 'pending' } } };
  await hooks.event?.({ event: { type: 'message.part.updated', properties } });
  await hooks.event?.({ event: { type: 'session.idle', properties: { sessionID: 's' } } });
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
