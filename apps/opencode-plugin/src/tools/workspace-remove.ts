import * as z from 'zod/mini';

import type { Instance } from '../instance.js';
import { defineTool, means } from './define-tool.js';
import { findWorkspace, hostWorkspaces } from './find-workspace.js';

const description = `Removes a workspace on a remote host, with all its sessions and their history. Files on the host stay.

Use it only when the user asked for exactly this: it cannot be undone. remote_workspace_list has the names and ids.`;

export function workspaceRemove(instance: Instance) {
  return defineTool({
    description,
    args: { workspace: means(z.string().check(z.minLength(1)), 'Its id (wrk_…) or name') },
    async run({ workspace }, context) {
      const { id, name } = findWorkspace(await hostWorkspaces(instance), workspace);
      await context.ask({
        permission: 'remote_workspace',
        patterns: [`remove ${name}`],
        // One that is made later may have the same name.
        always: [],
        metadata: { id, name },
      });
      await instance.api.remove(id);
      return {
        title: name,
        output: `Workspace ${name} (${id}) and its sessions are removed.`,
        metadata: { id },
      };
    },
  });
}
