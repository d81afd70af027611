import { PluginError } from '../errors.js';
import type { Instance } from '../instance.js';
import type { WorkspaceInfo } from '../opencode/workspace-adapter.js';
import { workspaceType } from '../plugin-id.js';

/** The project's workspaces on hosts, as OpenCode has them. Rejects where this OpenCode has no workspaces. */
export async function hostWorkspaces({
  api,
  missing,
}: Pick<Instance, 'api' | 'missing'>): Promise<WorkspaceInfo[]> {
  if (missing !== undefined) throw new PluginError('opencode_unknown', missing, '');
  return (await api.workspaces()).filter(({ type }) => type === workspaceType);
}

/** The one of that id, or of that name where only one has it. */
export function findWorkspace(all: readonly WorkspaceInfo[], wanted: string): WorkspaceInfo {
  const found = all.find(({ id }) => id === wanted);
  if (found) return found;
  const [named, ...others] = all.filter(({ name }) => name === wanted);
  if (named && others.length === 0) return named;
  throw new PluginError(
    'workspace_unknown',
    named ? `Several workspaces are called ${wanted}.` : `There is no workspace ${JSON.stringify(wanted)}.`,
    all.length === 0
      ? 'There is none on a host in this project; remote_workspace_create makes one.'
      : `Use an id: ${all.map(({ id, name }) => `${id} (${name})`).join(', ')}.`,
  );
}
