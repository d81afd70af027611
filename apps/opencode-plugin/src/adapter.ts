import type { Instance } from './instance.js';
import type { WorkspaceAdapter } from './opencode/workspace-adapter.js';
import { readable } from './errors.js';
import type { WorkspacesOfProcess } from './workspaces-of-process.js';

/**
 * The type "SSH host" of workspaces. OpenCode shows nothing of an error but its message, so that has the remedy in it. The
 * environment that `create` is given, with the user's credentials, ends here.
 */
export function workspaceAdapter(instance: Instance, workspaces: WorkspacesOfProcess): WorkspaceAdapter {
  const told = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      throw new Error(readable(error), { cause: error });
    });
  return {
    name: 'SSH host',
    description: 'Work on a Linux host over SSH',
    configure: (info) => told(workspaces.call(instance, (all) => all.configure(info))),
    create: (info) => told(workspaces.call(instance, (all) => all.create(info))),
    target: (info) => told(workspaces.call(instance, (all) => all.target(info))),
    remove: (info) => told(workspaces.call(instance, (all) => all.remove(info))),
    list: () => told(workspaces.call(instance, (all) => all.list({ projectID: instance.projectID }))),
  };
}
