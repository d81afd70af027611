import * as z from 'zod/mini';

import { PluginError } from '../errors.js';
import type { Instance } from '../instance.js';
import { workspaceType } from '../plugin-id.js';
import { defineTool, means } from './define-tool.js';

const description = `Creates a workspace on a remote Linux host: a place that OpenCode sessions can work in, with their shell commands, files and search on that host over SSH.

Use it when the user wants to work on a host for longer, in sessions of their own. For single commands use remote_exec. Creating one puts a small program on the host and may take a while the first time.

- \`host\`: a configured name or alias, an alias of ~/.ssh/config, or user@host[:port]. Or, in its place:
- \`provider\` and \`labels\`: any host of that group that has all these labels, as it is configured.
- \`directory\`: the folder on the host to work in. Default: as configured, else the home.

Without host, provider and labels one of the configured hosts is taken. The answer has the workspace's id and name. This session stays where it is: tell the user how to go there.`;

export function workspaceCreate(instance: Instance) {
  return defineTool({
    description,
    args: {
      host: means(z.optional(z.string()), 'Host: configured name or alias, ssh_config alias, or user@host'),
      provider: means(z.optional(z.string()), 'Any host of this configured group'),
      labels: means(z.optional(z.array(z.string())), 'Any host that has all these labels'),
      directory: means(z.optional(z.string()), 'Folder on the host'),
    },
    async run(args, context) {
      if (instance.missing !== undefined) throw new PluginError('opencode_unknown', instance.missing, '');
      const what = args.host ?? [args.provider, ...(args.labels ?? [])].filter(Boolean).join(' ');
      // What is said of one folder is not said of another: a workspace's directory needs no question.
      const where = args.directory === undefined ? '' : ` (in ${args.directory})`;
      const pattern = `create ${what === '' ? 'on any host' : what}${where}`;
      await context.ask({
        permission: 'remote_workspace',
        patterns: [pattern],
        always: /[*?]/.test(pattern) ? [] : [pattern],
        metadata: args,
      });
      const { id, name, directory } = await instance.api.create(workspaceType, args);
      const status = (await instance.api.statuses()).get(id) ?? 'unknown';
      return {
        title: name,
        output: [
          `Workspace ${name} is there: id ${id}, status ${status}${directory === null ? '' : `, directory ${directory}`}.`,
          'The user goes there with /warp (it moves this session, or picks the place of a new one) and manages it with /workspaces.',
          `By the API: POST /session?workspace=${id}.`,
        ].join('\n'),
        metadata: { id, name, status },
      };
    },
  });
}
