import * as z from 'zod/mini';

import type { Instance } from '../instance.js';
import { defineTool, means } from './define-tool.js';

const description = `Looks at every step from this machine to a remote host (configuration, name, TCP, SSH, host key, login, shell, disk, the stub program) and says for each what was found and how to mend it.

Use it when a connection, remote_exec or a workspace fails and the error does not say why, or when the user asks to check a host. It changes nothing, and leaves and starts nothing on the host. \`orssh doctor HOST\` shows the same in a terminal.`;

export function remoteDoctor(instance: Instance) {
  return defineTool({
    description,
    args: {
      host: means(
        z.string().check(z.minLength(1)),
        'Host: configured name or alias, ssh_config alias, or user@host',
      ),
    },
    async run({ host }, { abort }) {
      const { examineHost } = await import('./examine-host.js');
      const lines = await examineHost(instance, host, abort);
      const failed = lines.filter(({ status }) => status === 'failed').length;
      return {
        title: `${host}: ${failed === 0 ? 'nothing failed' : `${failed} failed`}`,
        output: lines
          .map(
            ({ status, title, found, remedy }) =>
              `${status}  ${title}: ${found}${remedy ? `\n    to do: ${remedy}` : ''}`,
          )
          .join('\n'),
        metadata: { host, failed },
      };
    },
  });
}
