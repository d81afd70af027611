import type { OpenWorkspaces, Workspaces, WorkspacesOptions } from '../workspaces.js';

export interface FakeWorkspaces {
  readonly open: OpenWorkspaces;
  /** What it was opened with, each time. */
  readonly opened: WorkspacesOptions[];
  /** Method and arguments of each call. */
  readonly calls: unknown[][];
  workspaces: Workspaces;
}

/** Workspaces on no host at all, that do as they are told. */
export function fakeWorkspaces(): FakeWorkspaces {
  const opened: WorkspacesOptions[] = [];
  const calls: unknown[][] = [];
  const note = (...call: unknown[]): Promise<void> => {
    calls.push(call);
    return Promise.resolve();
  };
  const workspaces: Workspaces = {
    configure: async (...given) => (await note('configure', ...given), { ...given[0], name: 'box' }),
    create: (...given) => note('create', ...given),
    target: async (...given) => (
      await note('target', ...given),
      { type: 'remote', url: 'http://127.0.0.1:1/s' }
    ),
    remove: (...given) => note('remove', ...given),
    list: async (...given) => (await note('list', ...given), []),
    status: () => [],
    reconnect: (...given) => note('reconnect', ...given),
    borrow: () => Promise.resolve(undefined),
    rest: () => note('rest'),
    resume: () => Promise.resolve(),
    close: () => note('close'),
  };
  const fake: FakeWorkspaces = {
    opened,
    calls,
    workspaces,
    open: (options) => {
      opened.push(options);
      return fake.workspaces;
    },
  };
  return fake;
}
