import { setImmediate } from 'node:timers/promises';

import { Instance } from './instance.js';
import { tellSessionHere } from './session-here.js';

import { fakeInput } from './testing/fake-input.js';
import { fakeWorkspaces } from './testing/fake-workspaces.js';
import { WorkspacesOfProcess } from './workspaces-of-process.js';

interface Given {
  state?: 'connected' | 'reconnecting';
  directory?: string;
  /** Workspaces of the folder's project. */
  rows?: { id: string }[];
}

async function created(
  info: object,
  { state = 'connected', directory, rows = [{ id: 'wrk_1' }, { id: 'wrk_2' }] }: Given = {},
): Promise<string[]> {
  const { input, toasts } = fakeInput({ directory, answer: () => ({ data: rows }) });
  const instance = new Instance(input, undefined, undefined);
  const fake = fakeWorkspaces();
  const status = { id: 'wrk_1', name: 'box', host: 'box', directory: '/srv', state, since: 0 };
  fake.workspaces = { ...fake.workspaces, status: () => [status] };
  const workspaces = new WorkspacesOfProcess(() => Promise.resolve(fake.open));
  await workspaces.call(instance, () => undefined);
  await tellSessionHere({ type: 'session.created', properties: { info } }, { instance, workspaces });
  await setImmediate();
  return toasts.map(({ message }) => message);
}

test('a session that begins on this machine while a host is connected is told', async () => {
  expect(await created({})).toEqual(['This session works on this machine, not on box: /warp moves it.']);
});

test("so is one in the folder that has the path of the host's, which is of no project", async () => {
  expect(await created({}, { rows: [], directory: '/srv' })).toHaveLength(1);
});

test('one of a workspace, one of a subagent, and one without a connected host is not', async () => {
  expect(await created({}, { rows: [] })).toEqual([]);
  expect(await created({ workspaceID: 'wrk_1' })).toEqual([]);
  expect(await created({ parentID: 'ses_1' })).toEqual([]);
  expect(await created({}, { state: 'reconnecting' })).toEqual([]);
});
