import type { AgentFile } from '../agent-file.js';
import { Guard } from './guard.js';
import { HostPrompts } from './host-prompts.js';
import { ToolOrigins } from './tool-origins.js';

const ours = ['bash', 'list', 'apply_patch'];
const builtIn = ['invalid', 'question', 'bash', 'task', 'webfetch', 'brand_new', 'apply_patch', 'lsp'];
const file = {
  ...{ v: 1 as const, port: 1, token: 'feed'.repeat(8), host: 'box', anchor: '/anchor' },
  workspace: { id: 'w', projectID: 'p', name: 'n', directory: '/srv' },
};

const told: string[] = [];

const expected: string[] = [];

function guardOf(ids: string[], allowed: string[] = [], more: Partial<AgentFile> = {}) {
  const origins = new ToolOrigins(ids, ours);
  return new Guard({
    ...{ file: { ...file, ...more }, ours: new Set(ours), allowed: new Set(allowed) },
    redirects: { expect: (url) => void expected.push(url), wasWatched: (url) => url !== 'http://unseen/' },
    tell: (message) => void told.push(message),
    running: { of: (name) => Promise.resolve(origins.of(name)), names: () => Promise.resolve(ids) },
    prompts: new HostPrompts({
      read: () => Promise.resolve(undefined),
      look: { anchor: '/anchor', home: '/home/me' },
      onHost: (text) => text,
      isAgent: () => Promise.resolve(false),
    }),
    checkAddress: (url) =>
      url.includes('localhost') ? Promise.reject(new Error('here')) : Promise.resolve(),
  });
}
const call = (guard: Guard, tool: string, args: Record<string, unknown> = {}) =>
  guard.beforeTool({ tool, sessionID: 's' }, { args });

test.each(['bash', 'task', 'question', 'webfetch', 'github_search'])('%s may run', async (tool) => {
  await expect(call(guardOf([...builtIn, ...ours]), tool)).resolves.toBeUndefined();
});

test.each(['brand_new', 'lsp', 'weather', 'list'])(
  '%s is refused, with the host and what to do',
  async (tool) => {
    const guard = guardOf([...builtIn, 'weather', ...ours]);
    await expect(call(guard, tool)).rejects.toThrow(/is off in this workspace[^]*box[^]*\nUse /);
  },
);

test('a person may allow a tool of theirs, but none under the name of ours', async () => {
  const guard = guardOf([...builtIn, ...ours, 'weather', 'bash'], ['weather', 'bash']);
  await expect(call(guard, 'weather')).resolves.toBeUndefined();
  await expect(call(guard, 'bash')).rejects.toThrow('another plugin brings one of that name');
});

test('what may not run is hidden from the model', async () => {
  const message: Record<string, unknown> = { tools: { webfetch: false } };
  await guardOf([...builtIn, 'weather', ...ours]).message({ sessionID: 's' }, { message, parts: [] });
  expect(message['tools']).toEqual({
    webfetch: false,
    brand_new: false,
    lsp: false,
    weather: false,
    list: false,
  });
});

test.each([
  ['keeps' as const, 'keeps the answer'],
  ['nobody' as const, 'nobody is shown'],
])('a question that would have no answer (%s) is hidden, and refused', async (noQuestions, reason) => {
  const guard = guardOf([...builtIn, ...ours], [], { noQuestions });
  const message: Record<string, unknown> = {};
  await guard.message({ sessionID: 's' }, { message, parts: [] });
  expect(message['tools']).toMatchObject({ question: false });
  await expect(call(guard, 'question')).rejects.toThrow(reason);
  await expect(call(guard, 'question')).rejects.toThrow('Ask in the text of your answer');
});

test("a subagent's prompt is rewritten in place", async () => {
  const args = { prompt: 'read @/etc/passwd' };
  await call(guardOf([...builtIn, ...ours]), 'task', args);
  expect(args.prompt).toBe('read /etc/passwd');
});

test('a page of this machine is refused', async () => {
  await expect(call(guardOf([...builtIn, ...ours]), 'webfetch', { url: 'http://localhost' })).rejects.toThrow(
    'here',
  );
});

test('a message with a file of this machine is refused, and emptied', async () => {
  const parts: Record<string, unknown>[] = [
    { type: 'file', url: 'file:///x' },
    { type: 'text', text: 'secret' },
  ];
  const message = guardOf([...builtIn, ...ours]).message({ sessionID: 's' }, { message: {}, parts });
  await expect(message).rejects.toThrow('on the machine OpenCode runs on');
  expect(parts).toEqual([]);
  expect(told).toEqual([expect.stringContaining('Name a file of box') as string]);
});

test('what cannot be hidden says that it is off', async () => {
  const guard = guardOf([...builtIn, ...ours]);
  const [off, on] = [
    { description: 'does much', parameters: {} },
    { description: 'runs', parameters: {} },
  ];
  await guard.definition({ toolID: 'brand_new' }, off);
  await guard.definition({ toolID: 'bash' }, on);
  expect([off.description, on.description]).toEqual(['Off in this workspace: it only answers why.', 'runs']);
});

test('a page of which nobody saw where it came from is withheld', async () => {
  const guard = guardOf([...builtIn, ...ours]);
  await guard.beforeTool({ tool: 'webfetch', sessionID: 's' }, { args: { url: 'http://unseen/' } });
  expect(expected).toEqual(['http://unseen/']);
  const results = ['http://unseen/', 'http://seen/'].map((url) => {
    const result = { output: 'page', attachments: [] };
    guard.afterTool({ tool: 'webfetch', args: { url } }, result);
    return result;
  });
  expect(results).toEqual([
    { output: expect.stringContaining('is withheld') as string },
    { output: 'page', attachments: [] },
  ]);
});
