import { duration } from '@orssh/doctor/duration';
import type { UsageStore } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { type HostResult, onEach } from '../fleet/on-each.js';
import type { FleetOptions } from '../host/fleet-options.js';
import { type FleetTarget, selectTargets } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { type Failure, renderFailure } from '../output/render-error.js';
import { table } from '../output/table.js';
import { addressOf } from './list-hosts.js';

/** How the login to one host went. */
export interface TestedHost {
  host: string;
  ok: boolean;
  ms: number;
  /** `user@host:port` */
  login?: string;
  error?: Failure;
}

export interface TestHosts {
  session: HostSession;
  words: readonly string[];
  options: FleetOptions & { verbose?: boolean };
}

/** Logs in to every host that is meant, and remembers how that went. In their order. */
export async function testHosts(cli: Cli, { session, words, options }: TestHosts): Promise<TestedHost[]> {
  const targets = await selectTargets({ cli, session, words, options });
  const results = await onEach(cli, { targets, parallel: options.parallel }, (target) =>
    logIn(session, target),
  );
  const { usageInFiles } = await cli.libraries.registry();
  const usage = usageInFiles({ env: cli.env });
  for (const result of results) await remember(usage, result);
  return results.map(({ target, ms, value: login, error }) => ({
    host: target.target,
    ok: error === undefined,
    ms,
    login,
    error,
  }));
}

async function logIn(session: HostSession, { target, host = null }: FleetTarget): Promise<string> {
  session.progress.step(`logging in to ${escapeControl(target)}`);
  const { connection } = await session.connect(target, { host });
  await connection.close();
  return addressOf(connection.destination);
}

/** Hosts that failed lately go last where one of several is chosen. A note that cannot be kept is no failure of the host. */
async function remember(usage: UsageStore, { target: { host }, error }: HostResult<string>): Promise<void> {
  if (!host) return;
  await (error ? usage.failed(host.id, error.code) : usage.used(host.id)).catch(() => undefined);
}

/** The table, and what to do about those that failed: on standard error, in the form of every failure. */
export function renderTested(cli: Cli, tested: readonly TestedHost[]): string {
  const colors = colorsFor(cli.stdout, cli.env);
  const rows = tested.map(({ host, ok, ms, login = '-', error }) => [
    escapeControl(host),
    ok ? colors.green('ok') : colors.red(error?.code ?? 'failed'),
    duration(ms),
    escapeControl(login),
  ]);
  const errorColors = colorsFor(cli.stderr, cli.env);
  for (const { error } of tested) if (error) cli.stderr.write(renderFailure(error, errorColors));
  return table(['host', 'result', 'after', 'login'], rows, colors);
}
