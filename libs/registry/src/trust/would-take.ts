import type { Config, HostConfig } from '../config/schema.js';
import { providerEntries } from '../config/provider-entries.js';

/** Who reaches an alias with one of these may be somewhere else, or somebody else there. */
const leading = ['user', 'port', 'proxyJump', 'hostKeyAlias'] as const;

/**
 * The aliases of ssh_config in whose place a configuration would put other hosts, in words: what a person types would lead there.
 * That also goes for a host of another name, since `ssh.host` finds it too. One that is nothing but the alias takes no place.
 */
export function wouldTake(config: Config, aliases: readonly string[]): string[] {
  const taken = new Set(aliases);
  return providerEntries(config).flatMap(({ provider }) =>
    (provider.hosts ?? []).flatMap((host) =>
      [...namesOf(host)]
        .filter((one) => taken.has(one) && !isNothingBut(one, host))
        .map((one) => `put another host in the place of ${one} of your ssh_config`),
    ),
  );
}

function namesOf({ name, aliases = [], ssh }: HostConfig): Set<string> {
  return new Set([name, ...aliases, ssh.host]);
}

function isNothingBut(alias: string, { ssh }: HostConfig): boolean {
  return ssh.host === alias && leading.every((setting) => ssh[setting] === undefined);
}
