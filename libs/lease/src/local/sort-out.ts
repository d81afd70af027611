import type { LeaseFile, LeaseRecord } from './lease-file.js';
import { hasEnded, type Processes } from './process-identity.js';

/** Without those whose process has ended; their leases on the stub are orphans. */
export function sortOut(
  file: LeaseFile,
  processes: Processes,
): { file: LeaseFile; alive: LeaseRecord[]; dead: LeaseRecord[] } {
  const alive: LeaseRecord[] = [];
  const dead: LeaseRecord[] = [];
  for (const record of file.leases) (hasEnded(processes.fate(record)) ? dead : alive).push(record);
  return { file: { ...file, leases: alive, orphans: withOrphans(file, dead) }, alive, dead };
}

/** More than these no stub is asked to replace. */
const maxOrphans = 64;

export function withOrphans(file: LeaseFile, records: readonly LeaseRecord[]): string[] {
  const more = records.flatMap(({ stubLease }) => stubLease ?? []);
  return [...new Set([...file.orphans, ...more])].slice(-maxOrphans);
}
