import { localLeases } from '@orssh/lease';
import { findHost, type Registry, type RegistryHost } from '@orssh/registry';

/** Who has which host on this machine, in words. Nothing is contacted. */
export async function hostLeases(
  registry: Registry,
  env: NodeJS.ProcessEnv,
): Promise<(host: RegistryHost) => string | undefined> {
  const { leases } = await localLeases({ env })
    .list({ look: true })
    .catch(() => ({ leases: [] }));
  const holders = new Map<string, string[]>();
  for (const { target, mode, workspace, pid } of leases) {
    const id = target === undefined ? undefined : idOf(registry, target);
    if (id === undefined) continue;
    holders.set(id, [...(holders.get(id) ?? []), `it is leased by ${workspace} (${mode}, pid ${pid})`]);
  }
  return ({ id }) => holders.get(id)?.join('; ');
}

/** What was a name once may be ambiguous now. */
function idOf(registry: Registry, target: string): string | undefined {
  try {
    return findHost(registry, target)?.id;
  } catch {
    return undefined;
  }
}
