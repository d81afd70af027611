import type { Cli } from '../cli.js';
import type { GcOptions } from '../commands/gc.js';
import { onEach } from '../fleet/on-each.js';
import { selectsHosts } from '../host/fleet-options.js';
import { type FleetTarget, selectTargets } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { escapeControl } from '../output/escape-control.js';
import { collectHere } from './collect-here.js';
import type { Garbage, UncollectedHost } from './garbage.js';

export interface Collect {
  session: HostSession;
  words: readonly string[];
  options: GcOptions;
}

/** Always here; on hosts where some are named or selected. */
export async function collect(
  cli: Cli,
  { session, words, options }: Collect,
): Promise<{ garbage: Garbage[]; failures: UncollectedHost[] }> {
  const onHosts = words.length > 0 || selectsHosts(options);
  const targets = onHosts ? await selectTargets({ cli, session, words, options }) : [];
  const here = await collectHere(cli, session, options);
  const results = await onEach(cli, { targets, parallel: options.parallel }, (target) =>
    collectThere(cli, session, target, options),
  );
  return {
    garbage: [...here, ...results.flatMap(({ value = [] }) => value)],
    failures: results.flatMap(({ target, error }) => (error ? [{ where: target.target, error }] : [])),
  };
}

async function collectThere(
  cli: Cli,
  session: HostSession,
  { target, host = null }: FleetTarget,
  { dryRun }: GcOptions,
): Promise<Garbage[]> {
  session.progress.step(`cleaning up ${escapeControl(target)}`);
  const { collectGarbage, findStubBinaries } = await cli.libraries.bootstrap();
  // The version that this program would put there stays, whether or not it runs just now.
  const { binaries } = await findStubBinaries();
  const { connection, manageOptions } = await session.connect(target, { host });
  try {
    const keep = binaries.map(({ sha256 }) => sha256);
    const report = await collectGarbage(connection, { ...manageOptions, dryRun, keep });
    if (!report) return [];
    const where = target;
    const state = report.dryRun ? 'garbage' : 'removed';
    return [
      ...report.removed.map(({ path: what, ...rest }) => ({ where, what, ...rest, state }) as const),
      ...report.kept.map(({ path: what, why }) => ({ where, what, bytes: 0, why, state: 'kept' }) as const),
    ];
  } finally {
    await connection.close();
  }
}
