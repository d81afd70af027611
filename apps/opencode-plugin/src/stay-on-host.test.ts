import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cwd } from 'node:process';

import { type Hooks, startPlugin } from './start-plugin.js';
import { fakeInput } from './testing/fake-input.js';
import { fakeWorkspaces } from './testing/fake-workspaces.js';
import { eventually } from './testing/eventually.js';
import { WorkspacesOfProcess } from './workspaces-of-process.js';

const shut: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of shut.splice(0)) await step();
});

/** OpenCode with a workspace on a host, whose directory there is `directory`. */
function withWorkspace(directory: string) {
  const fake = fakeWorkspaces();
  const status = {
    id: 'wrk_1',
    name: 'box',
    host: 'box',
    directory,
    state: 'reconnecting' as const,
    since: 0,
  };
  fake.workspaces = { ...fake.workspaces, status: () => [status] };
  const workspaces = new WorkspacesOfProcess(() => Promise.resolve(fake.open));
  const env = { OPENCODE_EXPERIMENTAL_WORKSPACES: 'true' };
  const open = async (local: string): Promise<Hooks & { toasts: { message: string }[] }> => {
    const { input, toasts } = fakeInput({ directory: local, answer: () => ({ data: [] }) });
    const hooks = await startPlugin(input, undefined, { workspaces, env });
    shut.push(hooks.dispose);
    return { ...hooks, toasts };
  };
  const { input } = fakeInput();
  return {
    open,
    useHost: () =>
      startPlugin(input, undefined, { workspaces, env }).then(async ({ tool, dispose }) => {
        shut.push(dispose);
        await workspaces.call({} as never, () => undefined);
        return tool;
      }),
  };
}

async function localFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'orssh-')));
  shut.push(() => rm(folder, { recursive: true }));
  return folder;
}

test("in the folder that has the path of the host's nothing is asked of a model and nothing is run", async () => {
  const opencode = withWorkspace('/nosuch/app');
  await opencode.useHost();
  const hooks = await opencode.open('/nosuch/app');
  const refusal = 'This session is not in a workspace any more: /nosuch/app of this machine was meant';
  await expect(hooks['chat.message']()).rejects.toThrow(refusal);
  await expect(hooks['shell.env']()).rejects.toThrow(refusal);
  await eventually(() => hooks.toasts.length === 2);
  expect(hooks.toasts[0]?.message).toContain('/warp moves the session to box');
  const config: { shell?: string } = { shell: '/bin/bash' };
  await hooks.config(config);
  expect(config.shell).toMatch(/\/false$/);
});

test('also where this machine has such a folder, by whatever name', async () => {
  const folder = await localFolder();
  const link = `${folder}.link`;
  await symlink(folder, link);
  shut.push(() => rm(link));
  const opencode = withWorkspace(link);
  await opencode.useHost();
  await expect((await opencode.open(folder))['chat.message']()).rejects.toThrow('not in a workspace');
});

test('a folder in which OpenCode was started, or that was open before the workspace was, is one to work in', async () => {
  const started = withWorkspace(cwd());
  await started.useHost();
  await expect((await started.open(cwd()))['chat.message']()).resolves.toBeUndefined();

  const folder = await localFolder();
  const before = withWorkspace(folder);
  const hooks = await before.open(folder);
  await before.useHost();
  await expect(hooks['chat.message']()).resolves.toBeUndefined();
  await expect((await before.open(folder))['shell.env']()).resolves.toBeUndefined();
});

test('other folders are, and any is while there is no workspace', async () => {
  const opencode = withWorkspace('/nosuch/app');
  const early = await opencode.open('/nosuch/app');
  const config: { shell?: string } = {};
  await early.config(config);
  expect(config).not.toHaveProperty('shell');
  await expect(early['chat.message']()).resolves.toBeUndefined();
  await opencode.useHost();
  await expect((await opencode.open('/nosuch/other'))['chat.message']()).resolves.toBeUndefined();
  // Nobody can have opened what is not there.
  await expect(early['chat.message']()).rejects.toThrow('not in a workspace');
});
