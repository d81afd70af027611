import type { Config } from '../config/schema.js';
import { providerEntries } from '../config/provider-entries.js';

/**
 * The aliases of ssh_config in whose place a configuration would put other hosts, in words: what a person types would lead there.
 * A host that is nothing but the alias takes no place.
 */
export function wouldTake(config: Config, aliases: readonly string[]): string[] {
  const taken = new Set(aliases);
  return providerEntries(config).flatMap(({ provider }) =>
    (provider.hosts ?? []).flatMap(({ name, aliases: others = [], ssh }) =>
      [name, ...others]
        .filter((one) => taken.has(one) && ssh.host !== one)
        .map((one) => `put another host in the place of ${one} of your ssh_config`),
    ),
  );
}
