import { type CheckedConfig, problemAt } from './checked-config.js';
import { providerEntries } from './provider-entries.js';
import type { ConfigPath } from '../parse/config-path.js';
import type { SettingsConfig } from './schema.js';

/** A notice for each setting that has no meaning any more, naming where it stands first. */
export function obsoleteNotices(read: CheckedConfig): string[] {
  const stubPorts: ConfigPath[] = [];
  const portRanges: ConfigPath[] = [];
  const look = (level: SettingsConfig | undefined, at: ConfigPath, host?: number): void => {
    if (level?.stubPort === undefined && level?.tunnel?.localPortRange === undefined) return;
    const place = host === undefined ? at : [...at, 'hosts', host];
    if (level.stubPort !== undefined) stubPorts.push([...place, 'stubPort']);
    if (level.tunnel?.localPortRange) portRanges.push([...place, 'tunnel', 'localPortRange']);
  };
  look(read.config, []);
  look(read.config.defaults, ['defaults']);
  for (const { at, provider } of providerEntries(read.config)) {
    look(provider, at);
    for (const [index, host] of (provider.hosts ?? []).entries()) look(host, at, index);
  }
  return [
    ...notice(read, stubPorts, 'the stub takes any free port'),
    ...notice(read, portRanges, 'nothing is forwarded to a local port'),
  ];
}

function notice(read: CheckedConfig, [first, ...more]: ConfigPath[], why: string): string[] {
  if (!first) return [];
  const { file, path, line } = problemAt(read, { path: first, message: '', remedy: '' });
  const others = more.length > 0 ? ` (and ${more.length} more)` : '';
  return [
    `${file}${line === undefined ? '' : `, line ${line}`}: ${path}${others} has no meaning any more: ${why}`,
  ];
}
