import type { Destination } from '@orssh/tunnel';

import { tildify } from '../tildify.js';
import type { Check, Findings } from '../check.js';
import { type Facts, known } from '../facts.js';
import { failedBy, type Finding, ok, warning } from '../finding.js';

/** Where the target comes from, and what OpenSSH's configuration makes of it. */
export const resolved: Check = {
  group: 'connection',
  lines: { target: 'target', 'ssh-config': 'ssh -G' },
  needs: ['config'],
  run: async (facts, signal): Promise<Findings> => {
    const { target, env, options } = facts;
    const { findHost } = await facts.registryLibrary();
    try {
      facts.host = findHost(known(facts, 'registry'), target);
    } catch (error) {
      return { target: failedBy(error) };
    }
    const source = sourceOf(facts);
    try {
      facts.destination = await facts.libraries.resolveDestination(target, {
        ssh: facts.host?.ssh,
        identityFile: options.identity,
        env,
        signal,
      });
    } catch (error) {
      return { target: source, 'ssh-config': failedBy(error) };
    }
    return { target: source, 'ssh-config': settingsOf(facts.destination, facts.home) };
  },
};

function sourceOf({ host, target, home }: Facts): Finding {
  if (!host) return ok(`${target}, of no registry: it is for ssh_config, or as typed`);
  const labels = host.labels.length > 0 ? `, labels ${host.labels.join(' ')}` : '';
  return ok(`${host.id}, of ${tildify(host.file.path, home)}${labels}`);
}

function settingsOf(destination: Destination, home: string): Finding {
  const { proxyJump, proxyCommand, identityFiles, onlyOpenSsh = [] } = destination;
  const parts = [`${destination.user}@${destination.host}, port ${destination.port}`];
  if (proxyJump.length > 0) parts.push(`through ${proxyJump.map(({ target }) => target).join(', ')}`);
  if (proxyCommand !== undefined) parts.push('through a ProxyCommand');
  parts.push(
    identityFiles.length > 0
      ? `key ${identityFiles.map((file) => tildify(file, home)).join(', ')}`
      : 'no key file',
  );
  if (onlyOpenSsh.length === 0) return ok(parts.join('; '));
  return warning(
    `${parts.join('; ')}; configured, and only OpenSSH can do it: ${onlyOpenSsh.join(', ')}`,
    'a plain key or a password is needed here',
  );
}
