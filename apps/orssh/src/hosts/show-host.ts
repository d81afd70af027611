import type { HostSettings, Registry, RegistryHost } from '@orssh/registry';
import type { Destination } from '@orssh/tunnel';

import type { Cli } from '../cli.js';
import { colorsFor } from '../output/colors.js';
import { columns } from '../output/columns.js';
import { escapeControl } from '../output/escape-control.js';
import { hostLeases } from './host-leases.js';
import { addressOf, lastUse } from './list-hosts.js';

/** What is known of one target. */
export interface ShownHost {
  target: string;
  /** Why it is this host. */
  why: string;
  /** As it is configured; absent where ssh_config alone knows the target. */
  host?: RegistryHost;
  /** Of its file, where that has lines. */
  line?: number;
  /** After the defaults, the provider and the host have had their say. */
  settings: HostSettings;
  /** What OpenSSH makes of it. */
  resolved: Pick<
    Destination,
    'user' | 'host' | 'port' | 'identityFiles' | 'identityAgent' | 'proxyCommand' | 'hostKeyAlias'
  > & { proxyJump: string[] };
  lease?: string;
  usedAt?: number;
  failedAt?: number;
  failure?: string;
}

export async function showHost(cli: Cli, registry: Registry, target: string): Promise<ShownHost> {
  const [{ lineOfHost, selectHosts, usageInFiles }, { resolveDestination }] = await Promise.all([
    cli.libraries.registry(),
    cli.libraries.tunnel(),
  ]);
  const [selected] = selectHosts(registry, { targets: [target] }).hosts;
  const host = selected?.host;
  const [destination, usage, leases, line] = await Promise.all([
    resolveDestination(target, { ssh: host?.ssh, env: cli.env, signal: cli.interrupts.signal }),
    usageInFiles({ env: cli.env }).read(),
    hostLeases(cli, registry),
    host && lineOfHost(host),
  ]);
  const { user, port, identityFiles, identityAgent, proxyCommand, proxyJump, hostKeyAlias } = destination;
  return {
    target,
    why: selected?.why ?? '',
    host,
    line,
    settings: host?.settings ?? registry.defaults,
    resolved: {
      ...{ user, host: destination.host, port, identityFiles, identityAgent, proxyCommand, hostKeyAlias },
      proxyJump: proxyJump.map(addressOf),
    },
    lease: host && leases(host),
    ...(host && usage.hosts[host.id]),
  };
}

export function renderShown(cli: Cli, shown: ShownHost): string {
  const colors = colorsFor(cli.stdout, cli.env);
  const { target, why, host, line, settings, resolved, lease } = shown;
  const list = (values: readonly string[] = []) => (values.length > 0 ? values.join(', ') : undefined);
  const options = Object.entries(host?.ssh.options ?? {}).map(([name, value]) => `${name}=${value}`);
  const rows: [label: string, value: string | undefined][] = [
    ['why', why || undefined],
    ['file', host ? [host.file.path, line].filter(Boolean).join(':') : 'none: of ssh_config'],
    ['aliases', list(host?.aliases)],
    ['labels', list(host?.labels)],
    ['configured', host && addressOf(host.ssh)],
    ['options', list(options)],
    ['resolves to', addressOf(resolved)],
    ['keys', list(resolved.identityFiles)],
    ['agent', resolved.identityAgent],
    ['through', list(resolved.proxyJump) ?? resolved.proxyCommand],
    ['known as', resolved.hostKeyAlias],
    ['settings', list(Object.entries(settings).flatMap(setting))],
    ['lease', lease],
    ['last', host && lastUse(shown, colors)],
  ];
  const escaped = rows.map(([label, value]): [string, string | undefined] => [
    label,
    label === 'last' ? value : value && escapeControl(value),
  ]);
  return `${colors.bold(escapeControl(host?.id ?? target))}\n${columns(escaped, colors)}`;
}

function setting([name, value]: [string, unknown]): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [`${name} ${value}`];
  if (typeof value !== 'object' || value === null) return [`${name} ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([inner, of]) => setting([`${name}.${inner}`, of]));
}
