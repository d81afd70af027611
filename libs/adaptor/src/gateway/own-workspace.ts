import type { GatewayWorkspace } from './gateway-options.js';
import type { HostLink } from './host-link.js';

/** As a client that is attached directly is told of it: OpenCode's TUI sends nothing from a session whose workspace it does not know. */
export function ownWorkspace({ id, projectID, directory }: GatewayWorkspace, host: string): object {
  return {
    id,
    type: 'ssh-provider',
    name: host,
    branch: null,
    directory,
    extra: null,
    projectID,
    timeUsed: 0,
  };
}

export function ownStatus({ id }: GatewayWorkspace, link: Pick<HostLink, 'current'>): object {
  return { workspaceID: id, status: link.current ? 'connected' : 'disconnected' };
}
