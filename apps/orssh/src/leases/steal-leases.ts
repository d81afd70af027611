import type { Cli } from '../cli.js';
import { installedHost } from '../host/installed-host.js';
import type { HostSession } from '../host/session.js';
import { escapeControl } from '../output/escape-control.js';
import { findLeases, type FoundLeases } from './found-leases.js';
import { holderOf, type ListedLease } from './listed-lease.js';

/** The stub takes no shorter one; it is given back at once. */
const shortestTtlMs = 5000;

/** Everything that anybody holds of a host. A stub that ended is started: it may have leases that are in force again. */
export function allLeases(cli: Cli, session: HostSession, target: string): Promise<FoundLeases> {
  return findLeases({ cli, session, target, open: () => installedHost(cli, session, target) });
}

/** Takes the host over in the name of this command, and leaves it free. The losers are told by whom. */
export async function stealLeases(
  cli: Cli,
  { key, host }: FoundLeases,
  { stopCommands }: { stopCommands?: boolean },
): Promise<void> {
  const [{ leaseID, localLeases, machineID }, { leaseHolder }] = await Promise.all([
    cli.libraries.lease(),
    cli.libraries.leases(),
  ]);
  const { env } = cli;
  await localLeases({ env }).forceRelease(key);
  if (!host) return;
  const id = leaseID();
  try {
    await host.stub.acquireLease({
      ...{ id, mode: 'exclusive', ttlMs: shortestTtlMs, steal: true, stopCommands },
      holder: leaseHolder('orssh leases steal', machineID({ env }), env),
    });
  } finally {
    await host.stub.releaseLease(id);
  }
}

export function renderStolen(
  stolen: readonly ListedLease[],
  { target, agreed }: { target: string; agreed: boolean },
): string {
  if (!agreed) return 'nothing was taken\n';
  if (stolen.length === 0) return `nobody has ${target}\n`;
  const from = stolen.map((lease) => `  ${lease.mode}, ${escapeControl(holderOf(lease))}\n`);
  return `${target} is free; it was taken from\n${from.join('')}`;
}
