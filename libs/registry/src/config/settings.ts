import type { HostSettings } from '../registry.js';
import type { Config, SettingsConfig } from './schema.js';

export const noSettings: HostSettings = {
  leaseMode: 'shared',
  onSteal: 'keep',
  enforcement: 'best-effort',
  agent: 'local',
  tunnel: {},
};

const names = [
  'installRoot',
  'idleTimeout',
  'leaseMode',
  'leaseTtlMs',
  'onSteal',
  'enforcement',
  'network',
  'maxProcesses',
  'maxMemoryBytes',
  'maxOutputBytes',
  'deny',
  'agent',
  'agentIdleMs',
  'directory',
  'tunnel',
] as const satisfies readonly (keyof HostSettings)[];

export function hasSettings(level: SettingsConfig): boolean {
  return names.some((name) => level[name] !== undefined);
}

/** What `inner` says over `outer`; the two timeouts of `tunnel` each for itself, and what is denied adds up. */
export function override(outer: HostSettings, inner: SettingsConfig): HostSettings {
  if (!hasSettings(inner)) return outer;
  const { connectTimeoutMs, healthTimeoutMs } = inner.tunnel ?? {};
  const idleTimeout = inner.idleTimeout === undefined ? outer.idleTimeout : String(inner.idleTimeout);
  return withoutUndefined({
    installRoot: inner.installRoot ?? outer.installRoot,
    idleTimeout,
    leaseMode: inner.leaseMode ?? outer.leaseMode,
    leaseTtlMs: inner.leaseTtlMs ?? outer.leaseTtlMs,
    onSteal: inner.onSteal ?? outer.onSteal,
    enforcement: inner.enforcement ?? outer.enforcement,
    network: inner.network ?? outer.network,
    maxProcesses: inner.maxProcesses ?? outer.maxProcesses,
    maxMemoryBytes: inner.maxMemoryBytes ?? outer.maxMemoryBytes,
    maxOutputBytes: inner.maxOutputBytes ?? outer.maxOutputBytes,
    deny: together(outer.deny, inner.deny),
    agent: inner.agent ?? outer.agent,
    agentIdleMs: inner.agentIdleMs ?? outer.agentIdleMs,
    directory: inner.directory ?? outer.directory,
    tunnel: withoutUndefined({
      connectTimeoutMs: connectTimeoutMs ?? outer.tunnel.connectTimeoutMs,
      healthTimeoutMs: healthTimeoutMs ?? outer.tunnel.healthTimeoutMs,
    }),
  });
}

/** The settings beside `providers` and those in `defaults`, which say the same (see `contradictions`). */
export function topSettings({ defaults = {}, ...top }: Config): SettingsConfig {
  return { ...top, ...defaults, tunnel: { ...top.tunnel, ...defaults.tunnel } };
}

/** Two levels of one kind, each as far as it goes: `later` wins, and what is denied adds up. */
export function layer(earlier: SettingsConfig, later: SettingsConfig): SettingsConfig {
  const said = Object.fromEntries(
    names.flatMap((name) => (later[name] === undefined ? [] : [[name, later[name]]])),
  ) as SettingsConfig;
  const deny = together(earlier.deny, later.deny);
  const both = { ...earlier, ...said, tunnel: { ...earlier.tunnel, ...later.tunnel } };
  return deny === undefined ? both : { ...both, deny };
}

function together(some?: readonly string[], more?: readonly string[]): string[] | undefined {
  return some || more ? [...new Set([...(some ?? []), ...(more ?? [])])] : undefined;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
