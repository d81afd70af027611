import type { Cli } from '../cli.js';
import { runningHost } from '../host/running-host.js';
import type { HostSession } from '../host/session.js';
import { escapeControl } from '../output/escape-control.js';
import { findLeases, type FoundLeases } from './found-leases.js';
import { holderOf, type ListedLease } from './listed-lease.js';

/** What this machine has of a host: its own records, and the stub's leases of this machine. */
export async function ownLeases(cli: Cli, session: HostSession, target: string): Promise<FoundLeases> {
  const found = await findLeases({ cli, session, target, open: () => runningHost(session, target) });
  return { ...found, leases: found.leases.filter(({ ours }) => ours) };
}

/** Also those of processes that live: they learn of it by the stub. */
export async function releaseLeases(cli: Cli, { key, host, leases }: FoundLeases): Promise<void> {
  const { localLeases } = await cli.libraries.lease();
  await localLeases({ env: cli.env }).forceRelease(key);
  for (const { where, id } of leases) if (where === 'host') await host?.stub.releaseLease(id);
}

export function renderReleased(
  gone: readonly ListedLease[],
  { target, agreed }: { target: string; agreed: boolean },
): string {
  if (!agreed) return 'nothing was given back\n';
  if (gone.length === 0) return `this machine has no lease of ${target}\n`;
  return gone
    .map((lease) => {
      const place = lease.where === 'here' ? 'here' : `on ${target}`;
      return `gave back the ${lease.mode} lease ${place}: ${escapeControl(holderOf(lease))}\n`;
    })
    .join('');
}
