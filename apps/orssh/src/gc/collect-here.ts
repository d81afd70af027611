import type { Cli } from '../cli.js';
import { holderOf, localLease } from '../leases/listed-lease.js';
import type { HostSession } from '../host/session.js';
import type { Garbage } from './garbage.js';

const dayMs = 86_400_000;
const oldMs = 90 * dayMs;
const oldWorkspaceMs = 30 * dayMs;

/**
 * What this machine remembers and will not need: leases of processes that ended, stubs and hosts not seen for 90 days, workspaces
 * of 30 days ago that failed or whose host is gone.
 */
export async function collectHere(
  cli: Cli,
  session: Pick<HostSession, 'registry'>,
  { dryRun = false }: { dryRun?: boolean },
): Promise<Garbage[]> {
  const found = [
    ...(await endedLeases(cli, dryRun)),
    ...(await oldStubs(cli, dryRun)),
    ...(await goneHosts(cli, session, dryRun)),
    ...(await oldWorkspaces(cli, session, dryRun)),
  ];
  const state = dryRun ? 'garbage' : 'removed';
  return found.map((garbage) => ({ where: 'here', ...garbage, state }));
}

type Found = Pick<Garbage, 'what' | 'bytes' | 'why'>;

async function endedLeases({ libraries, env }: Cli, dryRun: boolean): Promise<Found[]> {
  const { localLeases } = await libraries.lease();
  const { dropped } = await localLeases({ env }).list({ look: dryRun });
  return dropped.map(localLease).map((lease) => ({
    what: `lease of ${lease.host}, ${holderOf(lease)}`,
    bytes: 0,
    why: 'its process has ended',
  }));
}

async function oldStubs({ libraries, env }: Cli, dryRun: boolean): Promise<Found[]> {
  const { forgetOldStubs } = await libraries.bootstrap();
  const forgotten = await forgetOldStubs({ env, olderThanMs: oldMs, dryRun });
  return forgotten.map(({ path, bytes }) => ({ what: path, bytes, why: 'a stub last started 90 days ago' }));
}

/** Another folder's configuration may have a host that is not in this one's: only those not used for long are forgotten. */
async function goneHosts(
  { libraries, env }: Cli,
  session: Pick<HostSession, 'registry'>,
  dryRun: boolean,
): Promise<Found[]> {
  const { usageInFiles } = await libraries.registry();
  const store = usageInFiles({ env });
  const [{ hosts }, registry] = await Promise.all([store.read(), session.registry()]);
  const known = new Set(registry.hosts.map(({ id }) => id));
  const gone = Object.entries(hosts)
    .filter(
      ([id, { usedAt = 0, failedAt = 0 }]) =>
        !known.has(id) && Date.now() - Math.max(usedAt, failedAt) > oldMs,
    )
    .map(([id]) => id);
  if (gone.length > 0 && !dryRun) await store.forget(gone);
  return gone.map((id) => ({ what: `when ${id} was used`, bytes: 0, why: 'it is not configured any more' }));
}

async function oldWorkspaces(
  { libraries, env }: Cli,
  session: Pick<HostSession, 'registry'>,
  dryRun: boolean,
): Promise<Found[]> {
  const [{ forgetWorkspaces }, { hosts }] = await Promise.all([libraries.workspaces(), session.registry()]);
  const known = new Set(hosts.map(({ id }) => id));
  // What is no `provider/name` is ssh_config's.
  const isKnown = (target: string): boolean => known.has(target) || !/^[^/]+\/[^/]+$/.test(target);
  const forgotten = await forgetWorkspaces({ env, isKnown, olderThanMs: oldWorkspaceMs, dryRun });
  return forgotten.map(({ name, host, why }) => ({
    what: `workspace ${name} on ${host}`,
    bytes: 0,
    why:
      why === 'failed'
        ? 'it could not be made, more than 30 days ago'
        : 'it was removed, and its host is not configured any more',
  }));
}
