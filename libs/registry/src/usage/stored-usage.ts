import type { HostUsage, Usage } from './usage.js';

const mostHosts = 10_000;
const mostCursors = 1_000;

/** What is in the file, as far as it is in its form; the rest is as if it had never been written. */
export function readUsage(stored: unknown): Usage {
  const { hosts, cursors } = asRecord(stored);
  return {
    hosts: Object.fromEntries(
      Object.entries(asRecord(hosts)).map(([id, entry]): [string, HostUsage] => {
        const { usedAt, failedAt, failure } = asRecord(entry);
        return [
          id,
          {
            ...(isTime(usedAt) && { usedAt }),
            ...(isTime(failedAt) && { failedAt }),
            ...(typeof failure === 'string' && { failure }),
          },
        ];
      }),
    ),
    cursors: Object.fromEntries(
      Object.entries(asRecord(cursors)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  };
}

/** With these entries as the newest ones; the oldest go where there are too many. */
export function withEntries(usage: Usage, hosts: Usage['hosts'], cursors: Usage['cursors'] = {}): Usage {
  return {
    hosts: newest({ ...usage.hosts, ...hosts }, mostHosts, lastTime),
    cursors: newest(moveToEnd(usage.cursors, cursors), mostCursors),
  };
}

function lastTime({ usedAt = 0, failedAt = 0 }: HostUsage): number {
  return Math.max(usedAt, failedAt);
}

/** Cursors have no time: the order of the object is that in which they were set. */
function moveToEnd<T>(
  record: Readonly<Record<string, T>>,
  entries: Readonly<Record<string, T>>,
): Record<string, T> {
  const kept = Object.entries(record).filter(([key]) => !Object.hasOwn(entries, key));
  return Object.fromEntries([...kept, ...Object.entries(entries)]);
}

function newest<T>(
  record: Record<string, T>,
  most: number,
  timeOf?: (value: T) => number,
): Record<string, T> {
  const entries = Object.entries(record);
  if (entries.length <= most) return record;
  if (timeOf) entries.sort(([, a], [, b]) => timeOf(a) - timeOf(b));
  return Object.fromEntries(entries.slice(-most));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
