import type { RegistryHost } from '../registry.js';
import type { HostUsage } from '../usage/usage.js';
import type { Availability } from './query.js';

/** How well a host can be used now: 0 is free, 1 failed lately, 2 is leased. */
export interface Standing {
  readonly rank: 0 | 1 | 2;
  /** Why it stands behind others; empty for a free one. */
  readonly why: string;
}

/** A failure counts for this long. */
export const failureCountsMs = 10 * 60_000;

const free: Standing = { rank: 0, why: '' };

/** Tells of each host how well it can be used now; a target of ssh_config is free. */
export function standings({
  leased,
  usage,
  now = Date.now(),
}: Availability): (host: RegistryHost | undefined) => Standing {
  return (host) => {
    if (!host) return free;
    const lease = leased?.(host);
    if (lease !== undefined) return { rank: 2, why: `goes last: ${lease}` };
    const { failedAt, failure } = usageOf(host, usage);
    if (failedAt === undefined || now - failedAt >= failureCountsMs || failedAt > now) return free;
    const what = failure === undefined ? '' : ` (${failure})`;
    return { rank: 1, why: `goes last: it failed ${ago(now - failedAt)} ago${what}` };
  };
}

export function usageOf({ id }: RegistryHost, usage: Availability['usage']): HostUsage {
  return usage && Object.hasOwn(usage.hosts, id) ? (usage.hosts[id] ?? {}) : {};
}

export function ago(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
