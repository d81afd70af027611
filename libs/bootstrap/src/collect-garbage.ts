import { type GarbageReport, garbageReportSchema } from '@orssh/protocol';
import type { Connection } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import { manage, type ManageOptions, stubJson } from './manage.js';

export interface CollectOptions extends ManageOptions {
  /** Only say what would be removed. */
  dryRun?: boolean;
  /** SHA-256 of versions that stay, or its first 12 digits; those in use stay anyway. */
  keep?: readonly string[];
}

/**
 * Removes old versions of the stub from a host, and what dead stubs, workspaces and hosts have left; what is in use stays. Resolves
 * with undefined where no stub is installed; rejects with `stub_too_old` where the installed one cannot do it.
 */
export async function collectGarbage(
  connection: Connection,
  options: CollectOptions = {},
): Promise<GarbageReport | undefined> {
  const answer = await manage(connection, 'gc', options, flagsOf(connection, options));
  if (!answer.has('installed')) return undefined;
  if (answer.get('rc') === '2' && answer.get('printed')?.includes('unknown command') === true)
    throw tooOld(connection);
  const report = garbageReportSchema.safeParse(stubJson(answer, connection));
  if (report.success) return report.data;
  const host = connection.destination.target;
  throw new BootstrapError({
    code: 'hostile_response',
    host,
    message: `The stub on ${host} told in an unknown form what it removed.`,
    remedy: `Bring it up to date with \`orssh setup ${host}\`.`,
    cause: report.error,
  });
}

function flagsOf({ destination }: Connection, { dryRun, keep = [] }: CollectOptions): string[] {
  const flags: string[] = [];
  if (dryRun === true) flags.push('--dry-run');
  for (const hash of keep) {
    if (/^[0-9a-f]{12,64}$/.test(hash)) continue;
    throw new BootstrapError({
      code: 'bad_option',
      host: destination.target,
      message: `${JSON.stringify(hash)} is not a SHA-256 of a version to keep on ${destination.target}.`,
      remedy: 'Give at least its first 12 digits, in lower-case hex.',
    });
  }
  if (keep.length > 0) flags.push('--keep', keep.join(','));
  return flags;
}

function tooOld({ destination: { target: host } }: Connection): BootstrapError {
  return new BootstrapError({
    code: 'stub_too_old',
    host,
    message: `The stub on ${host} is of a version that cannot clean up.`,
    remedy: `Bring it up to date with \`orssh setup ${host}\`, then try again.`,
  });
}
