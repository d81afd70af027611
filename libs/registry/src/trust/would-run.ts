import { type Config } from '../config/schema.js';
import { providerEntries } from '../config/provider-entries.js';

/**
 * Options of ssh_config that only tune a connection. Everything else may run a program here (ProxyCommand, LocalCommand,
 * KnownHostsCommand, PKCS11Provider, …), hand over the agent, or weaken the check of the host's key.
 */
const harmless = new Set([
  'addressfamily',
  'batchmode',
  'bindaddress',
  'ciphers',
  'compression',
  'connectionattempts',
  'connecttimeout',
  'hostkeyalgorithms',
  'identitiesonly',
  'ipqos',
  'kexalgorithms',
  'loglevel',
  'macs',
  'numberofpasswordprompts',
  'preferredauthentications',
  'pubkeyacceptedalgorithms',
  'rekeylimit',
  'serveralivecountmax',
  'serveraliveinterval',
  'tcpkeepalive',
]);

const longestShown = 120;

/** What a configuration would do on this machine besides connecting, in words; empty where it does nothing. */
export function wouldRun(config: Config): string[] {
  const found: string[] = [];
  for (const { name, provider } of providerEntries(config)) {
    for (const host of provider.hosts ?? []) {
      const id = `${name}/${host.name}`;
      const { proxyCommand, options = {} } = host.ssh;
      if (proxyCommand !== undefined) found.push(`run ${cut(proxyCommand)} to reach ${id}`);
      for (const [option, value] of Object.entries(options)) {
        if (!harmless.has(option.toLowerCase()))
          found.push(`set ssh's ${option} to ${cut(String(value))} for ${id}`);
      }
    }
  }
  return found;
}

function cut(text: string): string {
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}
