import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

import { oneLine } from '../check.js';
import { type Facts, known } from '../facts.js';
import { failed, ok } from '../finding.js';

const shown = 4;

/** The first machine that is connected to: behind it, others resolve the names. */
export const name = oneLine('name', 'name', {
  group: 'connection',
  needs: ['ssh-config'],
  run: async (facts) => {
    const destination = known(facts, 'destination');
    const { host, proxyCommand, addressFamily } = destination.proxyJump[0] ?? destination;
    if (proxyCommand !== undefined) return ok(`${host}, which the ProxyCommand resolves`);
    if (isIP(host) !== 0) return ok(`${host} is an address`);
    try {
      const found = await lookup(host, { all: true, family: addressFamily ?? 0 });
      const addresses = found.map(({ address }) => address);
      const more = addresses.length > shown ? `, and ${addresses.length - shown} more` : '';
      return ok(`${host} is ${addresses.slice(0, shown).join(', ')}${more}`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const meant = await nearNames(facts);
      const remedy = `${meant}check the spelling, HostName in your ssh_config, your DNS and VPN`;
      return failed(`${host} cannot be resolved (${code ?? 'error'})`, remedy);
    }
  },
});

/** Names that were probably meant, as the beginning of a remedy. */
async function nearNames({ registry, host, target, env, registryLibrary }: Facts): Promise<string> {
  if (host) return '';
  const { didYouMean, sshConfigHosts } = await registryLibrary();
  const own = registry?.hosts.flatMap(({ name: its, aliases }) => [its, ...aliases]) ?? [];
  const names = [...own, ...(await sshConfigHosts({ env }))].filter((one) => one !== target);
  const question = didYouMean(target, names);
  return question === undefined ? '' : `${question} Otherwise: `;
}
