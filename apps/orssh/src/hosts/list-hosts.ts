import { duration } from '@orssh/doctor/duration';
import type { HostSsh, Registry } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { colorsFor, type Colors } from '../output/colors.js';
import { fitted } from '../output/cut.js';
import { escapeControl } from '../output/escape-control.js';
import { table } from '../output/table.js';
import { hostLeases } from './host-leases.js';

/** A host of the registry, as `orssh hosts list` shows it. */
export interface ListedHost {
  id: string;
  name: string;
  provider: string;
  aliases: readonly string[];
  labels: readonly string[];
  address: string;
  file: string;
  /** Who has it on this machine; absent where nobody has. */
  lease?: string;
  /** Milliseconds since 1970. */
  usedAt?: number;
  failedAt?: number;
  failure?: string;
}

export interface HostFilter {
  label?: readonly string[];
  provider?: string;
}

/** The hosts that fit, in the order of the configuration. */
export async function listHosts(cli: Cli, registry: Registry, filter: HostFilter): Promise<ListedHost[]> {
  const { selectHosts, usageInFiles } = await cli.libraries.registry();
  const { label: labels = [], provider } = filter;
  const narrowed = labels.length > 0 || provider !== undefined;
  const chosen = narrowed
    ? selectHosts(registry, { labels, provider }).hosts.flatMap(({ host }) => host ?? [])
    : registry.hosts;
  const [usage, leases] = await Promise.all([
    usageInFiles({ env: cli.env }).read(),
    hostLeases(cli, registry),
  ]);
  return chosen.map((host) => ({
    id: host.id,
    name: host.name,
    provider: host.provider,
    aliases: host.aliases,
    labels: host.labels,
    address: addressOf(host.ssh),
    file: host.file.path,
    lease: leases(host),
    ...usage.hosts[host.id],
  }));
}

/** `user@host:port`, of what the configuration says. */
export function addressOf({ host, user, port }: Pick<HostSsh, 'host' | 'user' | 'port'>): string {
  const name = port !== undefined && host.includes(':') ? `[${host}]` : host;
  return `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`;
}

export function renderHosts(cli: Cli, hosts: readonly ListedHost[]): string {
  if (hosts.length === 0) return 'no host is configured: orssh hosts add, or orssh hosts import\n';
  const colors = colorsFor(cli.stdout, cli.env);
  const rows = hosts.map((host) => [
    escapeControl([host.name, ...host.aliases].join(', ')),
    escapeControl(host.provider),
    escapeControl(host.address),
    escapeControl(host.labels.join(', ')) || '-',
    host.lease === undefined ? '-' : colors.yellow(escapeControl(host.lease)),
    lastUse(host, colors),
  ]);
  const names = ['name', 'provider', 'address', 'labels', 'lease', 'last'];
  return fitted(cli.stdout, table(names, rows, colors));
}

/** The later of the two: `used 2 h ago`, `failed 3 min ago: dns`. */
export function lastUse(
  { usedAt = 0, failedAt = 0, failure }: Pick<ListedHost, 'usedAt' | 'failedAt' | 'failure'>,
  colors: Colors,
  now = Date.now(),
): string {
  if (usedAt === 0 && failedAt === 0) return '-';
  const ago = (at: number) => `${duration(Math.max(0, now - at))} ago`;
  if (usedAt >= failedAt) return `used ${ago(usedAt)}`;
  return colors.red(`failed ${ago(failedAt)}${failure === undefined ? '' : `: ${escapeControl(failure)}`}`);
}
