import { providerEntries } from '../config/provider-entries.js';
import type { CheckedConfig } from '../config/checked-config.js';
import { RegistryError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { ConfigPath } from '../parse/config-path.js';

export interface RemoveHostOptions {
  file: string;
  /** Of the host, or `provider/name`; not an alias. */
  name: string;
}

/** Takes a host out of a JSON, JSONC or YAML file, comments kept. Rejects with `unknown_host` where the file has none. */
export async function removeHost({ file, name }: RemoveHostOptions): Promise<void> {
  const { changeConfig } = await import('./change-config.js');
  let id: string | undefined;
  await changeConfig({
    file,
    byHand: `Remove the host ${JSON.stringify(name)} from it.`,
    change(edited, edit, config) {
      const found = findEntry(config, name);
      id = found.id;
      return edit.removeHost(edited, found.path);
    },
    isDone: ({ hosts }) => !hosts.some((one) => one.id === id),
  });
}

function findEntry({ config, file }: CheckedConfig, name: string): { id: string; path: ConfigPath } {
  const names: string[] = [];
  for (const { name: provider, at, provider: said } of providerEntries(config)) {
    for (const [index, host] of (said.hosts ?? []).entries()) {
      const id = `${provider}/${host.name}`;
      if (name === host.name || name === id) return { id, path: [...at, 'hosts', index] };
      names.push(host.name);
    }
  }
  throw new RegistryError({
    code: 'unknown_host',
    host: name,
    message: `${file.path} has no host ${JSON.stringify(name)}.`,
    remedy: didYouMean(name, names) ?? 'orssh hosts list shows the hosts and the file of each.',
  });
}
