import type { Registry, RegistryHost } from '@orssh/registry';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { escapeControl } from '../output/escape-control.js';

export interface RemovedHost {
  /** `provider/name` */
  removed: string;
  file: string;
}

/** The registry's host of that name. Rejects with `unknown_host`, and names that are near. */
export async function registeredHost(cli: Cli, registry: Registry, name: string): Promise<RegistryHost> {
  const { findHost, unknownTarget } = await cli.libraries.registry();
  const host = findHost(registry, name);
  if (host) return host;
  const [near] = unknownTarget(registry, name);
  throw new CliError({
    code: 'unknown_host',
    host: name,
    message: `${name} is not in your configuration`,
    remedy: near === undefined ? 'see what is: orssh hosts list' : `did you mean ${near}?`,
  });
}

export async function takeOut(cli: Cli, { id, name, file }: RegistryHost): Promise<RemovedHost> {
  const { removeHost } = await cli.libraries.registry();
  await removeHost({ file: file.path, name });
  return { removed: id, file: file.path };
}

export function renderRemoved(removed: RemovedHost | undefined): string {
  if (!removed) return 'nothing was removed\n';
  return `removed ${escapeControl(removed.removed)} from ${escapeControl(removed.file)}\n`;
}
