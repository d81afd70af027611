import type { WorkspaceInfo } from './opencode/workspace-adapter.js';
import { type Hooks, startPlugin } from './start-plugin.js';
import { fakeContext } from './testing/fake-context.js';
import { type FakeInput, fakeInput } from './testing/fake-input.js';
import { type FakeWorkspaces, fakeWorkspaces } from './testing/fake-workspaces.js';
import { eventually } from './testing/eventually.js';
import { WorkspacesOfProcess } from './workspaces-of-process.js';

const on = { OPENCODE_EXPERIMENTAL_WORKSPACES: 'true' };
const info: WorkspaceInfo = {
  ...{ id: 'wrk_1', type: 'ssh-provider', name: 'n', projectID: 'project' },
  ...{ branch: null, directory: null, extra: { host: 'box' } },
};

let fake: FakeWorkspaces;
let workspaces: WorkspacesOfProcess;
beforeEach(() => {
  fake = fakeWorkspaces();
  workspaces = new WorkspacesOfProcess(() => Promise.resolve(fake.open));
});
const disposals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0)) await dispose();
});

async function start(
  { input }: Pick<FakeInput, 'input'>,
  options?: Record<string, unknown>,
  env: NodeJS.ProcessEnv = on,
): Promise<Hooks> {
  const hooks = await startPlugin(input, options, { workspaces, env, delayMs: 0 });
  disposals.push(hooks.dispose);
  return hooks;
}
function adapterOf({ adapters }: FakeInput) {
  const adapter = adapters.get('ssh-provider');
  if (!adapter) throw new Error('it is not registered');
  return adapter;
}

test('it registers its type, and opens nothing before a workspace is used', async () => {
  const opencode = fakeInput();
  await start(opencode);
  expect(adapterOf(opencode)).toMatchObject({ name: 'SSH host' });
  expect(fake.opened).toEqual([]);
  expect(opencode.logged).toEqual([]);
});

test('the environment with the credentials goes nowhere', async () => {
  const opencode = fakeInput();
  await start(opencode);
  await adapterOf(opencode).create(info, { OPENCODE_AUTH_CONTENT: 'secret' });
  expect(fake.calls).toEqual([['create', info]]);
});

test('all folders of a process share its workspaces, each with its own hosts and its own toasts', async () => {
  const [one, two] = [fakeInput({ directory: '/one' }), fakeInput({ directory: '/two', projectID: 'other' })];
  await start(one, { providers: { a: { hosts: [{ name: 'first', ssh: { host: 'h' } }] } } });
  await start(two, { providers: { a: { hosts: [{ name: 'second', ssh: { host: 'h' } }] } } });
  const seen: (string | undefined)[] = [];
  fake.workspaces = {
    ...fake.workspaces,
    async create() {
      const [options] = fake.opened;
      seen.push((await options?.registry())?.hosts[0]?.name);
      options?.notify?.({ level: 'info', message: 'hello' });
    },
  };
  await adapterOf(one).create(info, {});
  await adapterOf(two).create(info, {});
  expect(fake.opened).toHaveLength(1);
  expect(seen).toEqual(['first', 'second']);
  expect([one.toasts.length, two.toasts.length]).toEqual([1, 1]);
  expect(fake.opened[0]?.localDirectory?.('other')).toBe('/two');
});

test('what a workspace tells after its folder was closed goes to one that is open', async () => {
  const [one, two] = [fakeInput(), fakeInput()];
  const { dispose } = await start(one);
  await start(two);
  await adapterOf(one).create(info, {});
  await dispose();
  fake.opened[0]?.log?.('info', 'still here');
  await eventually(() => two.logged.length > 0);
  expect(one.logged).toEqual([]);
});

test('leases are given back with the last folder', async () => {
  const [one, two] = [fakeInput(), fakeInput()];
  const [first, second] = [await start(one), await start(two)];
  await adapterOf(one).create(info, {});
  await first.dispose();
  expect(fake.calls).toHaveLength(1);
  await second.dispose();
  expect(fake.calls.slice(1)).toEqual([['rest']]);
});

test('each host is a type of its own to choose, and makes a workspace of the one type', async () => {
  const opencode = fakeInput();
  const hosts = [{ name: 'box', labels: ['gpu'], ssh: { host: 'h' } }];
  await start(opencode, { providers: { lab: { hosts } } });
  await eventually(() => opencode.adapters.size > 1);
  expect([...opencode.adapters.keys()]).toEqual(['ssh-provider', 'ssh-provider:lab/box']);
  const adapter = opencode.adapters.get('ssh-provider:lab/box');
  expect(adapter).toMatchObject({ name: 'SSH box', description: 'h, gpu' });
  await adapter?.configure({ ...info, type: 'ssh-provider:lab/box', extra: null });
  expect(fake.calls).toEqual([['configure', { ...info, extra: { host: 'lab/box' } }]]);
  expect(await adapter?.list()).toEqual([]);
});

test("an error's message says what to do, which is all that OpenCode shows", async () => {
  const opencode = fakeInput();
  await start(opencode);
  const failing = Object.assign(new Error('The host does not answer.'), { remedy: 'Switch it on.' });
  fake.workspaces = { ...fake.workspaces, create: () => Promise.reject(failing) };
  await expect(adapterOf(opencode).create(info, {})).rejects.toThrow(
    'The host does not answer.\nSwitch it on.\nNo workspace was made: what you type next goes to the local project.',
  );
});

test('an error has nothing that OpenCode would log beside its message', async () => {
  const opencode = fakeInput();
  await start(opencode);
  const failing = new Error('There is nothing behind it.', { cause: new Error('why') });
  fake.workspaces = { ...fake.workspaces, target: () => Promise.reject(failing) };
  const logged: unknown[] = await adapterOf(opencode)
    .target(info)
    .then(
      () => [],
      (error: unknown) => {
        const { message, stack, cause } = error as Error;
        return [message, stack, cause];
      },
    );
  expect(logged).toEqual(['There is nothing behind it.', 'Error: There is nothing behind it.', undefined]);
});

test('wrong options are told once, and are the answer when a host is wanted; the type is there', async () => {
  const opencode = fakeInput();
  const { tool } = await start(opencode, { providers: { a: { hosts: [{ name: 7 }] } } });
  await start(opencode, { providers: { a: { hosts: [{ name: 7 }] } } });
  expect(adapterOf(opencode)).toBeDefined();
  await eventually(() => opencode.toasts.length > 0);
  expect(opencode.toasts).toEqual([
    expect.objectContaining({
      variant: 'error',
      message: expect.stringContaining('opencode.json') as string,
    }),
  ]);
  expect(opencode.logged[0]).toMatchObject({
    level: 'error',
    message: expect.stringContaining('providers.a.hosts[0].name') as string,
  });
  const exec = tool['remote_exec']?.execute({ host: 'box', command: 'true' }, fakeContext().context);
  await expect(exec).rejects.toThrow('providers.a.hosts[0].name');
});

test("a project's options that would run something count once they are trusted, and that is said", async () => {
  const opencode = fakeInput();
  const options = {
    providers: { a: { hosts: [{ name: 'box', ssh: { host: 'h', proxyCommand: 'evil' } }] } },
  };
  const { config, tool } = await start(opencode, options);
  const entry = { spec: ['opencode-remote-ssh', { ...options }], source: '/project/opencode.json' };
  await config({ plugin_origins: [{ ...entry, scope: 'local' }] });
  await eventually(() => opencode.toasts.length > 0);
  expect(opencode.toasts[0]?.message).toContain('orssh config trust /project/opencode.json');
  const status = () => tool['remote_status']?.execute({}, fakeContext().context);
  expect((await status())?.output).not.toContain('(a/box)');
  await config({ plugin_origins: [{ ...entry, scope: 'global' }] });
  expect((await status())?.output).toContain('(a/box)');
});

test('without the switch it says so in the log and in its tools, and the rest of OpenCode goes on', async () => {
  const opencode = fakeInput();
  const { tool } = await start(opencode, undefined, {});
  await eventually(() => opencode.logged.length > 0);
  expect(opencode.logged).toEqual([
    expect.objectContaining({ level: 'warn', message: expect.stringContaining('WORKSPACES=true') as string }),
  ]);
  const { context } = fakeContext();
  const status = await tool['remote_status']?.execute({}, context);
  expect(status?.output).toContain('OPENCODE_EXPERIMENTAL_WORKSPACES=true');
  await expect(tool['remote_workspace_create']?.execute({ host: 'box' }, context)).rejects.toThrow(
    'WORKSPACES=true',
  );
});

test('an OpenCode without the hook gets the tools all the same', async () => {
  const { input, logged } = fakeInput();
  const { tool } = await start({ input: { ...input, experimental_workspace: undefined } });
  expect(Object.keys(tool)).toContain('remote_exec');
  await eventually(() => logged.length > 0);
  expect(logged[0]?.message).toContain('no workspaces for plugins');
});

test('a log that OpenCode refuses breaks nothing', async () => {
  const { input } = fakeInput();
  const refusing = { app: { log: () => Promise.reject(new Error('no')) }, tui: input.client.tui };
  await expect(start({ input: { ...input, client: refusing } }, undefined, {})).resolves.toBeDefined();
});
