import { agentHostRole, isAgentHost } from './agent-host-role.js';
import { fakeInput } from './testing/fake-input.js';

const env = { ORSSH_AGENT_HOST: '/nowhere/agent.json' };

test('the environment says which role the plugin has', () => {
  expect(isAgentHost(env)).toBe(true);
  expect(isAgentHost({})).toBe(false);
});

test('loaded twice for a folder, it plays once', async () => {
  const { input } = fakeInput();
  const enterAgentHost = () => Promise.resolve({ tool: {} });
  const load = () => Promise.resolve({ enterAgentHost });
  expect(await agentHostRole(input, { env, load })).toHaveProperty('tool');
  expect(await agentHostRole(input, { env, load })).toEqual({});
  expect(await agentHostRole(fakeInput().input, { env, load })).toHaveProperty('tool');
});

test.each([
  ['half of the plugin is missing', () => Promise.reject(new Error('no chunk'))],
  ['its file is missing', undefined],
])('where %s, the tools of OpenCode are shut and say why', async (_, load) => {
  const opencode = fakeInput();
  const hooks = await agentHostRole(opencode.input, { env, ...(load && { load }) });
  expect(Object.keys(hooks.tool ?? {})).toEqual(expect.arrayContaining(['bash', 'read', 'write', 'edit']));
  const why = load ? 'no chunk' : '/nowhere/agent.json';
  await expect(hooks.tool?.['bash']?.execute({}, {} as never)).rejects.toThrow(why);
  const unknown = hooks['tool.execute.before']?.({ tool: 'brand_new', sessionID: 's' }, { args: {} });
  await expect(unknown).rejects.toThrow('Nothing can be done in this workspace');
  const prompt = hooks['chat.message']?.({ sessionID: 's' }, { message: {}, parts: [] });
  await expect(prompt).rejects.toThrow(why);
  expect(opencode.adapters.size).toBe(0);
});
