import type { WorkspaceInfo } from '../opencode/workspace-adapter.js';
import type { WorkspaceStatus } from '../workspaces.js';

/** A workspace in one line. `status` is OpenCode's word for it; `connection` is absent until somebody uses it. */
export function describeWorkspace(
  { id, name, directory }: WorkspaceInfo,
  { status, connection }: { status: string | undefined; connection: WorkspaceStatus | undefined },
): string {
  const parts = [`${name}  ${id}`];
  if (connection) {
    const { host, state, reason, stub, agent } = connection;
    parts.push(`host ${host}`, `directory ${connection.directory}`);
    parts.push(reason === undefined ? state : `${state}: ${reason}`);
    if (stub?.enforcement !== undefined) parts.push(`enforcement ${stub.enforcement}`);
    if (agent) parts.push(`agent host ${agent.name}${agent.name === 'crashed' ? `: ${agent.reason}` : ''}`);
  } else {
    if (directory !== null) parts.push(`directory ${directory}`);
    parts.push('not in use since OpenCode was started');
  }
  parts.push(`OpenCode says ${status ?? 'nothing yet'}`);
  return parts.join('; ');
}
