import type { Registry } from '@orssh/registry';

import { workspaceAdapter } from './adapter.js';
import type { Instance } from './instance.js';
import type { PluginInput } from './opencode/plugin-input.js';
import type { WorkspaceAdapter } from './opencode/workspace-adapter.js';
import { workspaceType } from './plugin-id.js';
import type { WorkspacesOfProcess } from './workspaces-of-process.js';

/** More would push what else OpenCode offers out of sight. */
const most = 20;

interface OfferedHost {
  /** What `extra.host` takes. */
  host: string;
  name: string;
  description: string;
}

/**
 * OpenCode's interface creates a workspace by its type alone and asks for nothing else. So each host is a type of its own there,
 * whose workspaces are of the one type `ssh-provider` from the moment they are configured.
 */
export async function offerHosts(
  adapters: NonNullable<PluginInput['experimental_workspace']>,
  {
    instance,
    workspaces,
    registry,
  }: { instance: Instance; workspaces: WorkspacesOfProcess; registry: Registry },
): Promise<void> {
  const general = workspaceAdapter(instance, workspaces);
  for (const offered of (await hostsToOffer(registry)).slice(0, most)) {
    adapters.register(`${workspaceType}:${offered.host}`, hostAdapter(offered, general));
  }
}

/** Those that are configured; where none is, the aliases of the person's ssh_config. */
async function hostsToOffer({ hosts }: Registry): Promise<OfferedHost[]> {
  if (hosts.length > 0) {
    return hosts.map(({ id, name, labels, ssh }) => ({
      host: id,
      name,
      description: [ssh.host, ...labels].join(', '),
    }));
  }
  const { sshConfigHosts } = await import('@orssh/registry');
  const aliases = await sshConfigHosts();
  return aliases.map((alias) => ({ host: alias, name: alias, description: 'from ~/.ssh/config' }));
}

function hostAdapter({ host, name, description }: OfferedHost, general: WorkspaceAdapter): WorkspaceAdapter {
  return {
    ...general,
    name: `SSH ${name}`,
    description,
    configure: ({ extra, ...info }) =>
      general.configure({ ...info, type: workspaceType, extra: { ...(extra as object | null), host } }),
    // What there is, the general type lists.
    list: () => Promise.resolve([]),
  };
}
