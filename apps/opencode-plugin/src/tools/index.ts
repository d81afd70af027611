import type { Instance } from '../instance.js';
import type { Tool } from '../opencode/tool.js';
import type { WorkspacesOfProcess } from '../workspaces-of-process.js';
import { remoteDoctor } from './remote-doctor.js';
import { remoteExec } from './remote-exec.js';
import { remoteStatus } from './remote-status.js';
import { workspaceCreate } from './workspace-create.js';
import { workspaceList } from './workspace-list.js';
import { workspaceRemove } from './workspace-remove.js';

/** The chat tools, by the names that models know them by. */
export function toolsFor(instance: Instance, workspaces: WorkspacesOfProcess): Record<string, Tool> {
  return {
    remote_exec: remoteExec(instance, workspaces),
    remote_status: remoteStatus(instance, workspaces),
    remote_doctor: remoteDoctor(instance),
    remote_workspace_create: workspaceCreate(instance),
    remote_workspace_list: workspaceList(instance, workspaces),
    remote_workspace_remove: workspaceRemove(instance),
  };
}
