import type { Instance } from './instance.js';
import type { WorkspaceAdapter } from './opencode/workspace-adapter.js';
import { readable } from './errors.js';
import type { WorkspacesOfProcess } from './workspaces-of-process.js';

/** After a creation that failed OpenCode's interface stays where it is, and its message is there for some seconds only. */
export const nothingMade = 'No workspace was made: what you type next goes to the local project.';

/**
 * The type "SSH host" of workspaces. OpenCode shows nothing of an error but its message, so that has the remedy in it. The
 * environment that `create` is given, with the user's credentials, ends here.
 */
export function workspaceAdapter(instance: Instance, workspaces: WorkspacesOfProcess): WorkspaceAdapter {
  const told = <Result>(work: Promise<Result>, also?: string): Promise<Result> =>
    work.catch((error: unknown) => {
      throw messageAlone([readable(error), also].filter(Boolean).join('\n'));
    });
  return {
    name: 'SSH host',
    description: 'Work on a Linux host over SSH',
    configure: (info) =>
      told(
        workspaces.call(instance, (all) => all.configure(info)),
        nothingMade,
      ),
    create: (info) =>
      told(
        workspaces.call(instance, (all) => all.create(info)),
        nothingMade,
      ),
    target: (info) => told(workspaces.call(instance, (all) => all.target(info))),
    remove: (info) => told(workspaces.call(instance, (all) => all.remove(info))),
    list: () => told(workspaces.call(instance, (all) => all.list({ projectID: instance.projectID }))),
  };
}

/** OpenCode asks for the target with each request, and logs stack and causes of what it gets each time. */
function messageAlone(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return error;
}
