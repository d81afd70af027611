import type { NewHost } from './config-edit.js';

export interface AddHostOptions {
  file: string;
  /** Name of the provider; made where the file has none of this name. */
  provider: string;
  host: NewHost;
}

/**
 * Writes a host into a JSON, JSONC or YAML file, comments kept. Rejects with `config_invalid` or `duplicate` where the host
 * would make the file wrong, and with `not_editable` and the lines to put in where the file is a program.
 */
export async function addHost({ file, provider, host }: AddHostOptions): Promise<void> {
  const { changeConfig } = await import('./change-config.js');
  const id = `${provider}/${host.name}`;
  await changeConfig({
    file,
    byHand: `Put this into the hosts of the provider ${JSON.stringify(provider)}: ${JSON.stringify(host)}`,
    change: (edited, edit) => edit.addHost(edited, provider, host),
    isDone: ({ hosts }) => hosts.some((one) => one.id === id),
  });
}
