import type { ConfigProblem } from '../errors.js';
import type { HostSettings, Registry, RegistryHost, Strategy } from '../registry.js';
import { type CheckedConfig, problemAt, problemsError } from './checked-config.js';
import { hostSsh } from './host-ssh.js';
import { labelList } from './labels.js';
import { Names } from './names.js';
import { type ProviderEntry, providerEntries } from './provider-entries.js';
import type { HostConfig, SettingsConfig } from './schema.js';
import { hasSettings, layer, noSettings, override, topSettings } from './settings.js';
import { stricter } from './stricter.js';

interface Draft {
  strategy?: Strategy;
  /** Of the top of the files so far. */
  usual?: Strategy;
  labels: Set<string>;
  settings: SettingsConfig;
  hosts: RegistryHost[];
}

/**
 * All files as one registry, in their order. A later file adds providers and hosts; what it sets holds for its own hosts, for
 * `strategy` and for targets that no file lists. Throws `duplicate` where a name or an alias stands twice.
 */
export function compose(configs: readonly CheckedConfig[], notices: readonly string[]): Registry {
  const drafts = new Map<string, Draft>();
  const names = new Names();
  const problems: ConfigProblem[] = [];
  let top: SettingsConfig = {};
  let usual: Strategy | undefined;
  let defaults = noSettings;
  for (const read of configs) {
    const { config } = read;
    const said = topSettings(config);
    top = layer(top, said);
    usual = config.defaults?.selectionStrategy ?? config.defaults?.strategy ?? config.strategy ?? usual;
    defaults = defaultsWith(defaults, read);
    const here = new Set<string>();
    for (const entry of providerEntries(config)) {
      if (here.has(entry.name)) problems.push(secondProvider(read, entry));
      here.add(entry.name);
      const draft = drafts.get(entry.name) ?? { labels: new Set(), settings: {}, hosts: [] };
      drafts.set(entry.name, draft);
      draft.usual = usual;
      addProvider(draft, { entry, read, names, top: override(noSettings, top) });
    }
  }
  const wrong = [...problems, ...names.problems];
  if (wrong.length > 0) throw problemsError('duplicate', wrong);
  const providers = [...drafts].map(([name, draft]) => ({
    name,
    strategy: draft.strategy ?? draft.usual ?? 'first_available',
    labels: [...draft.labels],
    hosts: draft.hosts,
  }));
  const hosts = providers.flatMap((provider) => provider.hosts);
  return { files: configs.map(({ file }) => file), notices, providers, hosts, defaults };
}

/** What targets that no file lists get, with one more file. */
export function defaultsWith(
  before: HostSettings,
  { origin, config }: Pick<CheckedConfig, 'origin' | 'config'>,
): HostSettings {
  const after = override(before, topSettings(config));
  return origin === 'project' ? stricter(before, after) : after;
}

interface Addition {
  entry: ProviderEntry;
  read: CheckedConfig;
  names: Names;
  top: HostSettings;
}

function addProvider(draft: Draft, { entry, read, names, top }: Addition): void {
  const { name: provider, at, provider: said } = entry;
  draft.strategy = said.strategy ?? draft.strategy;
  for (const label of labelList(said.labels)) draft.labels.add(label);
  draft.settings = layer(draft.settings, said);
  const settings = override(top, draft.settings);
  const labels = [...draft.labels];
  for (const [index, host] of (said.hosts ?? []).entries()) {
    const added = toHost(host, { provider, labels, settings, read });
    const { id } = added;
    names.take(host.name, { id, read, at, host: index });
    const aliases = host.aliases ?? [];
    for (const [alias, name] of aliases.entries()) names.take(name, { id, read, at, host: index, alias });
    draft.hosts.push(added);
  }
}

interface Around {
  provider: string;
  labels: readonly string[];
  settings: HostSettings;
  read: CheckedConfig;
}

function toHost(host: HostConfig, { provider, labels, settings, read }: Around): RegistryHost {
  return {
    id: `${provider}/${host.name}`,
    name: host.name,
    provider,
    aliases: [...new Set(host.aliases)].filter((alias) => alias !== host.name),
    labels: [...new Set([...labels, ...labelList(host.labels)])],
    ssh: hostSsh(host.ssh, read.file.path),
    settings: hasSettings(host) ? override(settings, host) : settings,
    file: read.file,
  };
}

function secondProvider(read: CheckedConfig, { name, nameAt }: ProviderEntry): ConfigProblem {
  return problemAt(read, {
    path: nameAt,
    message: `is ${JSON.stringify(name)}, which stands in this list already`,
    remedy: 'Put the hosts of one provider into one entry.',
  });
}
