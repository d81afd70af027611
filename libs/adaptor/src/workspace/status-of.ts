import type { WorkspacesContext } from './context.js';
import type { OpenWorkspace } from './open-workspace.js';
import { whyOf } from './workspace-error.js';
import type { WorkspaceStatus } from './workspaces.js';

export function statusOf(
  { enforcement }: Pick<WorkspacesContext, 'enforcement'>,
  { binding, gateway, state, lease, use, agent }: OpenWorkspace,
): WorkspaceStatus {
  const { id, name, host, directory } = binding;
  const { remote } = use.link;
  const ready = remote?.running.ready;
  return {
    ...{ id, name, host, directory, url: gateway?.url, state: state.name, since: state.since },
    ...('error' in state && { reason: whyOf(state.error) }),
    ...(remote &&
      ready && {
        stub: {
          version: ready.version,
          pid: ready.pid,
          instance: ready.instance,
          upgradeWaiting: ready.upgradeWaiting,
          enforcement: enforcement.get(remote),
        },
      }),
    lease: { mode: lease.mode, state: lease.state },
    ...(agent && { agent: agent.state }),
  };
}
