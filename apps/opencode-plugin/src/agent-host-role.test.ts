import { agentHostRole, isAgentHost } from './agent-host-role.js';
import { fakeInput } from './testing/fake-input.js';

const env = { ORSSH_AGENT_HOST: '/nowhere/agent.json' };

test('the environment says which role the plugin has', () => {
  expect(isAgentHost(env)).toBe(true);
  expect(isAgentHost({})).toBe(false);
});

test('loaded twice for a folder, the last copy plays', async () => {
  const { input } = fakeInput();
  const played: string[] = [];
  const loadOf = (copy: string) => () => {
    const event = () => Promise.resolve(void played.push(copy));
    return Promise.resolve({ enterAgentHost: () => Promise.resolve({ event, tool: {} }) });
  };
  const first = await agentHostRole(input, { env, load: loadOf('first') });
  const second = await agentHostRole(input, { env, load: loadOf('second') });
  const other = await agentHostRole(fakeInput().input, { env, load: loadOf('of another folder') });
  for (const hooks of [first, second, other]) await hooks.event?.({ event: { type: 'x', properties: {} } });
  expect(played).toEqual(['second', 'of another folder']);
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
