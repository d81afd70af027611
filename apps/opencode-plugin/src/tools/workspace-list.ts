import type { Instance } from '../instance.js';
import type { WorkspacesOfProcess } from '../workspaces-of-process.js';
import { defineTool } from './define-tool.js';
import { hostWorkspaces } from './find-workspace.js';
import { describeWorkspace } from './describe-workspace.js';

const description = `Lists the project's workspaces on remote hosts: name, id, host, directory, and whether each is connected.

Use it before remote_workspace_remove, or when the user asks which workspaces there are. It contacts no host. For the configured hosts and the state of connections in full use remote_status.`;

export function workspaceList(instance: Instance, workspaces: WorkspacesOfProcess) {
  return defineTool({
    description,
    args: {},
    async run() {
      const all = await hostWorkspaces(instance);
      const [statuses, known] = await Promise.all([
        instance.api.statuses(),
        workspaces.call(instance, (mine) => mine.status()),
      ]);
      const lines = all.map((info) =>
        describeWorkspace(info, {
          status: statuses.get(info.id),
          connection: known.find(({ id }) => id === info.id),
        }),
      );
      return {
        title: `${all.length} on hosts`,
        output:
          lines.join('\n') || 'No workspace of this project is on a host; remote_workspace_create makes one.',
        metadata: { count: all.length },
      };
    },
  });
}
