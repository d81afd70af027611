import type { RemoteHost } from '@orssh/adaptor';

import type { Cli } from '../cli.js';
import type { HostSession } from '../host/session.js';
import { escapeControl } from '../output/escape-control.js';
import { holderOf, type ListedLease, localLease, stubLease } from './listed-lease.js';

/** What is held of one host, here and on its stub. The caller closes it. */
export interface FoundLeases {
  readonly leases: readonly ListedLease[];
  /** By which this machine's records are kept. */
  readonly key: string;
  /** Where its stub was reached. */
  readonly host?: RemoteHost;
  /** Why the stub was not asked. */
  readonly unasked?: Error;
  close(): Promise<void>;
}

export interface FindLeases {
  cli: Cli;
  session: HostSession;
  target: string;
  /** Undefined where no stub is there to be asked. */
  open: () => Promise<RemoteHost | undefined>;
}

/** Looks here first: what this machine holds can be given back while the host is away. */
export async function findLeases({ cli, session, target, open }: FindLeases): Promise<FoundLeases> {
  const { env } = cli;
  const { localLeases, machineID } = await cli.libraries.lease();
  const key = await keyOf(cli, session, target);
  const { leases: local } = await localLeases({ env }).list();
  const here = local.filter(({ host }) => host === key).map(localLease);
  let host: RemoteHost | undefined;
  let there: ListedLease[] = [];
  let unasked: Error | undefined;
  try {
    host = await open();
    const found = (await host?.stub.leases()) ?? [];
    there = found.map((lease) => stubLease(lease, { host: target, machineID: machineID({ env }) }));
  } catch (error) {
    cli.interrupts.signal.throwIfAborted();
    unasked = error instanceof Error ? error : new Error(String(error));
  }
  const opened = host;
  return {
    ...{ leases: [...here, ...there], key, host, unasked },
    async close() {
      await opened?.close();
    },
  };
}

async function keyOf(cli: Cli, session: HostSession, target: string): Promise<string> {
  const [{ leaseKey }, { resolveDestination }, host] = await Promise.all([
    cli.libraries.leases(),
    cli.libraries.tunnel(),
    session.locate(target),
  ]);
  const { signal } = cli.interrupts;
  return leaseKey(await resolveDestination(target, { ssh: host?.ssh, env: cli.env, signal }));
}

/** Who holds what, a line each, for a question. */
export function describeLeases(target: string, leases: readonly ListedLease[]): string {
  const lines = leases.map((lease) => `  ${lease.mode}, ${holderOf(lease)}, ${placeOf(lease)}`);
  return [`${target} is held:`, ...lines.map(escapeControl)].join('\n');
}

function placeOf({ where }: ListedLease): string {
  return where === 'here' ? 'by the record of this machine' : 'on the host';
}
