import type { Registry, RegistryHost } from '@orssh/registry';

import { readable } from '../errors.js';
import type { Instance } from '../instance.js';
import type { WorkspacesOfProcess } from '../workspaces-of-process.js';
import { defineTool } from './define-tool.js';
import { workspaceList } from './workspace-list.js';

const mostHosts = 100;

const description = `Shows the remote hosts that are configured (name, aliases, labels, group), the workspaces on hosts, the state of each connection, and what is wrong with the configuration, if something is.

Use it to find out which hosts there are before remote_exec or remote_workspace_create, and when something about a host's connection is unclear. It contacts no host: to look at one step by step use remote_doctor. Aliases of ~/.ssh/config work as hosts too and are not listed.`;

export function remoteStatus(instance: Instance, workspaces: WorkspacesOfProcess) {
  const list = workspaceList(instance, workspaces);
  return defineTool({
    description,
    args: {},
    async run(_args, context) {
      const [hosts, there] = await Promise.all([
        instance.registry().then(describeHosts, readable),
        instance.missing ?? list.execute({}, context).then(({ output }) => output, readable),
      ]);
      return { title: 'Hosts and workspaces', output: `Hosts\n${hosts}\n\nWorkspaces\n${there}` };
    },
  });
}

function describeHosts({ hosts, files, notices }: Registry): string {
  const lines = hosts.slice(0, mostHosts).map(describeHost);
  if (hosts.length > mostHosts) lines.push(`and ${hosts.length - mostHosts} more`);
  if (hosts.length === 0)
    lines.push('none is configured; aliases of ~/.ssh/config and user@host work as they are');
  if (files.length > 0) lines.push(`(from ${files.map(({ path }) => path).join(', ')})`);
  return [...lines, ...notices.map((notice) => `Note: ${notice}`)].join('\n');
}

function describeHost({ name, provider, aliases, labels, ssh, settings }: RegistryHost): string {
  const parts = [`${name}  (${provider}/${name})`];
  if (aliases.length > 0) parts.push(`also ${aliases.join(', ')}`);
  if (labels.length > 0) parts.push(`labels ${labels.join(' ')}`);
  parts.push(`ssh ${ssh.user === undefined ? '' : `${ssh.user}@`}${ssh.host}`);
  if (settings.directory !== undefined) parts.push(`directory ${settings.directory}`);
  if (settings.leaseMode !== 'shared') parts.push(`lease ${settings.leaseMode}`);
  if (settings.enforcement !== 'best-effort') parts.push(`enforcement ${settings.enforcement}`);
  return parts.join('; ');
}
