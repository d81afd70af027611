import type { LeaseHolder } from './lease.js';
import { plain } from './plain.js';

/** Who holds a lease, in one sentence part that is safe to print. */
export function describeHolders(holders: readonly LeaseHolder[]): string {
  return holders.map(describe).join('; ');
}

function describe({ mode, workspace, pid, since, user, machine, expiresAt }: LeaseHolder): string {
  const who = machine === undefined ? `pid ${pid}` : `${user ?? '?'}@${machine}, pid ${pid}`;
  const until = expiresAt === undefined ? '' : `, until ${time(expiresAt)} unless renewed`;
  return plain(`workspace ${workspace} (${mode}; ${who}, since ${time(since)}${until})`);
}

function time(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '?' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
