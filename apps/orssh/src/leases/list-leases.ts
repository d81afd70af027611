import { duration } from '@orssh/doctor/duration';

import type { Cli } from '../cli.js';
import { onEach } from '../fleet/on-each.js';
import { runningHost } from '../host/running-host.js';
import { selectTargets } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { colorsFor } from '../output/colors.js';
import { fitted } from '../output/cut.js';
import { escapeControl } from '../output/escape-control.js';
import { type Failure, renderFailure } from '../output/render-error.js';
import { table } from '../output/table.js';
import { type ListedLease, localLease, stubLease } from './listed-lease.js';

export interface ListLeases {
  session: HostSession;
  /** Hosts whose stubs are asked as well. */
  words: readonly string[];
  options: { all?: boolean };
}

/** A host whose stub could not be asked. */
export interface UnaskedHost {
  host: string;
  error: Failure;
}

export interface FoundEverywhere {
  leases: ListedLease[];
  unasked: UnaskedHost[];
}

const askedAtOnce = 10;

/** The leases of this machine, then those that stubs tell of. A stub that does not run has none. */
export async function listLeases(
  cli: Cli,
  { session, words, options: { all } }: ListLeases,
): Promise<FoundEverywhere> {
  const { localLeases, machineID } = await cli.libraries.lease();
  const { env } = cli;
  const onNotice = (message: string) => {
    session.progress.note(`orssh: ${escapeControl(message)}`);
  };
  const here = (await localLeases({ env, onNotice }).list()).leases.map(localLease);
  const asksStubs = words.length > 0 || all === true;
  const targets = asksStubs ? await selectTargets({ cli, session, words, options: { all } }) : [];
  const results = await onEach(cli, { targets, parallel: askedAtOnce }, async ({ target, host = null }) => {
    const opened = await runningHost(session, target, { host });
    const leases = (await opened?.stub.leases()) ?? [];
    await opened?.close();
    return leases.map((lease) => stubLease(lease, { host: target, machineID: machineID({ env }) }));
  });
  return {
    leases: [...here, ...results.flatMap(({ value = [] }) => value)],
    unasked: results.flatMap(({ target, error }) => (error ? [{ host: target.target, error }] : [])),
  };
}

/** The table; of hosts that could not be asked, why, on standard error. */
export function renderLeases(cli: Cli, { leases, unasked }: FoundEverywhere, now = Date.now()): string {
  const errorColors = colorsFor(cli.stderr, cli.env);
  for (const { error } of unasked) cli.stderr.write(renderFailure(error, errorColors));
  if (leases.length === 0) return 'nobody has a lease\n';
  const rows = leases.map(({ where, host, mode, workspace, user, machine, pid, since, expiresAt = now }) => [
    host,
    mode,
    workspace,
    machine === undefined ? 'this machine' : `${user ?? '?'}@${machine}`,
    pid.toString(),
    `${duration(Math.max(0, now - since))} ago`,
    where === 'here' ? 'here' : `stub, for ${duration(Math.max(0, expiresAt - now))}`,
  ]);
  const names = ['host', 'mode', 'workspace', 'holder', 'pid', 'since', 'record'];
  const escaped = rows.map((row) => row.map(escapeControl));
  return fitted(cli.stdout, table(names, escaped, colorsFor(cli.stdout, cli.env)));
}
