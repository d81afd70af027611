import type { Registry, RegistryHost } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { holderOf, localLease } from '../leases/listed-lease.js';

/** Who has which host on this machine, in words. */
export type HostLeases = (host: RegistryHost) => string | undefined;

/** Reads this machine's records: a host is known by the name that its holder used for it. Nothing is contacted. */
export async function hostLeases(cli: Cli, registry: Registry): Promise<HostLeases> {
  const [{ findHost }, { localLeases }] = await Promise.all([
    cli.libraries.registry(),
    cli.libraries.lease(),
  ]);
  const { leases } = await localLeases({ env: cli.env })
    .list()
    .catch(() => ({ leases: [] }));
  const holders = new Map<string, string[]>();
  for (const lease of leases) {
    const id = lease.target === undefined ? undefined : idOf(registry, lease.target, findHost);
    const holder = `${lease.mode}: ${holderOf(localLease(lease))}`;
    if (id !== undefined) holders.set(id, [...(holders.get(id) ?? []), holder]);
  }
  return ({ id }) => holders.get(id)?.join('; ');
}

type FindHost = (registry: Registry, target: string) => RegistryHost | undefined;

/** What was a name once may be ambiguous now. */
function idOf(registry: Registry, target: string, findHost: FindHost): string | undefined {
  try {
    return findHost(registry, target)?.id;
  } catch {
    return undefined;
  }
}
