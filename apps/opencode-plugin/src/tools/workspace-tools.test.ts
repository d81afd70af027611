import { Instance } from '../instance.js';
import type { ToolResult } from '../opencode/tool.js';
import type { WorkspaceInfo } from '../opencode/workspace-adapter.js';
import { fakeContext } from '../testing/fake-context.js';
import { fakeInput } from '../testing/fake-input.js';
import { fakeWorkspaces } from '../testing/fake-workspaces.js';
import { WorkspacesOfProcess } from '../workspaces-of-process.js';
import { toolsFor } from './index.js';

const row = (id: string, name: string, type = 'ssh-provider'): WorkspaceInfo => ({
  ...{ id, name, type, branch: null, directory: '/srv/app', extra: null, projectID: 'project' },
});
const rows = [
  row('wrk_1', 'box'),
  row('wrk_2', 'twin'),
  row('wrk_3', 'twin'),
  row('wrk_4', 'tree', 'worktree'),
];
const hosts = {
  providers: { lab: { hosts: [{ name: 'box', aliases: ['b'], labels: ['gpu'], ssh: { host: 'h' } }] } },
};

let requests: { method: string; url: string; body?: unknown }[];
let refusal: unknown;
beforeEach(() => {
  requests = [];
  refusal = undefined;
});

function answer({ method, url, body }: { method: string; url: string; body?: unknown }) {
  requests.push({ method, url, body });
  if (method === 'GET')
    return { data: url.endsWith('/status') ? [{ workspaceID: 'wrk_1', status: 'connected' }] : rows };
  return refusal === undefined ? { data: rows[0] } : { error: refusal };
}
const changes = () => requests.filter(({ method }) => method !== 'GET');

function run(name: string, args: unknown, context = fakeContext().context): Promise<ToolResult> {
  const fake = fakeWorkspaces();
  const status = { id: 'wrk_1', name: 'box', host: 'box', directory: '/srv/app' };
  fake.workspaces = {
    ...fake.workspaces,
    status: () => [{ ...status, state: 'reconnecting', since: 0, reason: 'no route' }],
  };
  const workspaces = new WorkspacesOfProcess(() => Promise.resolve(fake.open));
  const instance = new Instance(fakeInput({ answer }).input, hosts, undefined);
  workspaces.add(instance);
  const tool = toolsFor(instance, workspaces)[name];
  if (!tool) throw new Error(`no tool ${name}`);
  return tool.execute(args, context);
}

test('one is created through OpenCode, after its question, and the answer has the id', async () => {
  const { context, asked } = fakeContext();
  const { output } = await run('remote_workspace_create', { host: 'box', directory: '/srv/app' }, context);
  const patterns = ['create box (in /srv/app)'];
  expect(asked).toMatchObject([{ permission: 'remote_workspace', patterns, always: patterns }]);
  expect(changes()).toEqual([
    {
      ...{ method: 'POST', url: '/experimental/workspace' },
      body: { type: 'ssh-provider', branch: null, extra: { host: 'box', directory: '/srv/app' } },
    },
  ]);
  expect(output).toContain('wrk_1');
  expect(output).toContain('connected');
});

test('what OpenCode says of a failed creation is the answer, and where commands go then', async () => {
  refusal = { name: 'WorkspaceCreateError', data: { message: 'box does not answer.' } };
  await expect(run('remote_workspace_create', { host: 'box' })).rejects.toThrow(
    /^box does not answer\.\n.*goes to the local project\.$/,
  );
});

test('when the user says no nothing is made or removed', async () => {
  const no = fakeContext(() => {
    throw new Error('rejected');
  });
  await expect(run('remote_workspace_create', { host: 'box' }, no.context)).rejects.toThrow('rejected');
  await expect(run('remote_workspace_remove', { workspace: 'box' }, no.context)).rejects.toThrow('rejected');
  expect(changes()).toEqual([]);
});

test('wrong arguments are named, and nothing is asked', async () => {
  const { context, asked } = fakeContext();
  await expect(run('remote_workspace_create', { labels: 'gpu' }, context)).rejects.toThrow('labels:');
  expect(asked).toEqual([]);
});

test('those on hosts are listed, with what OpenCode and the connection say', async () => {
  const { output } = await run('remote_workspace_list', {});
  expect(output.split('\n')).toHaveLength(3);
  expect(output).toMatch(/^box {2}wrk_1; host box; .*reconnecting: no route; OpenCode says connected\n/);
  expect(output).not.toContain('tree');
});

test.each(['wrk_1', 'box'])('one is removed by %s', async (workspace) => {
  await run('remote_workspace_remove', { workspace });
  expect(changes()).toMatchObject([{ method: 'DELETE', url: '/experimental/workspace/wrk_1' }]);
});

test.each([
  ['twin', 'Several workspaces are called twin.'],
  ['nobody', 'There is no workspace "nobody".'],
  ['tree', 'There is no workspace "tree".'],
])('%s is not guessed', async (workspace, message) => {
  await expect(run('remote_workspace_remove', { workspace })).rejects.toThrow(message);
  expect(changes()).toEqual([]);
});

test('the status has the configured hosts and the workspaces', async () => {
  const { output } = await run('remote_status', {});
  expect(output).toContain('box  (lab/box); also b; labels gpu; ssh h');
  expect(output).toContain('reconnecting: no route');
});
