import type { OpenWorkspace } from './open-workspace.js';
import { whyOf } from './workspace-error.js';
import type { WorkspaceStatus } from './workspaces.js';

export function statusOf({ binding, gateway, state, lease, use }: OpenWorkspace): WorkspaceStatus {
  const { id, name, host, directory } = binding;
  const ready = use.link.remote?.running.ready;
  return {
    ...{ id, name, host, directory, url: gateway?.url, state: state.name, since: state.since },
    ...('error' in state && { reason: whyOf(state.error) }),
    ...(ready && {
      stub: {
        version: ready.version,
        pid: ready.pid,
        instance: ready.instance,
        upgradeWaiting: ready.upgradeWaiting,
      },
    }),
    lease: { mode: lease.mode, state: lease.state },
  };
}
